// Gorilla's websocket on net/http. Usage: server PORT
package main

import (
	"log"
	"net/http"
	"os"
	"os/signal"
	"runtime/debug"
	"sync"
	"syscall"

	"github.com/gorilla/websocket"
)

const (
	maxMessage = 16 * 1024 * 1024
	queue      = 256 // messages that wait for one subscriber
)

var upgrader = websocket.Upgrader{
	ReadBufferSize:  4096,
	WriteBufferSize: 4096,
	WriteBufferPool: &sync.Pool{},
	CheckOrigin:     func(*http.Request) bool { return true },
}

func echo(response http.ResponseWriter, request *http.Request) {
	connection, err := upgrader.Upgrade(response, request, nil)
	if err != nil {
		return
	}
	defer connection.Close()
	connection.SetReadLimit(maxMessage)
	for {
		kind, message, err := connection.ReadMessage()
		if err != nil {
			return
		}
		if err := connection.WriteMessage(kind, message); err != nil {
			return
		}
	}
}

// hub is what gorilla's chat example does: a queue and a writing goroutine for each subscriber.
type hub struct {
	mutex       sync.RWMutex
	subscribers map[chan *websocket.PreparedMessage]struct{}
}

func (h *hub) publish(message *websocket.PreparedMessage) {
	h.mutex.RLock()
	defer h.mutex.RUnlock()
	for subscriber := range h.subscribers {
		subscriber <- message
	}
}

func (h *hub) serve(response http.ResponseWriter, request *http.Request) {
	connection, err := upgrader.Upgrade(response, request, nil)
	if err != nil {
		return
	}
	defer connection.Close()
	connection.SetReadLimit(maxMessage)
	messages := make(chan *websocket.PreparedMessage, queue)
	h.mutex.Lock()
	h.subscribers[messages] = struct{}{}
	h.mutex.Unlock()
	go func() {
		// A subscriber that is gone still has its queue emptied until it is taken off the list.
		var failed error
		for message := range messages {
			if failed == nil {
				failed = connection.WritePreparedMessage(message)
			}
		}
	}()
	for {
		kind, payload, err := connection.ReadMessage()
		if err != nil {
			break
		}
		message, err := websocket.NewPreparedMessage(kind, payload)
		if err != nil {
			break
		}
		h.publish(message)
	}
	h.mutex.Lock()
	delete(h.subscribers, messages)
	h.mutex.Unlock()
	close(messages)
}

func main() {
	topic := hub{subscribers: map[chan *websocket.PreparedMessage]struct{}{}}
	http.HandleFunc("/ws", echo)
	http.HandleFunc("/topic", topic.serve)
	collect := make(chan os.Signal, 1)
	signal.Notify(collect, syscall.SIGUSR2)
	go func() {
		for range collect {
			debug.FreeOSMemory()
		}
	}()
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Args[1], nil))
}
