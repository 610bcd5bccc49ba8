// Gorilla's websocket as an echo server for our client, as Debian packages it (GOPATH mode, no modules).
//
// usage: server [deflate]
//
// Closes with the code and reason of a text "close <code> <reason>", and takes the sub-protocol "b".
package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"time"

	"github.com/gorilla/websocket"
)

const timeout = 60 * time.Second

var closing = regexp.MustCompile(`^close (\d+) (.*)$`)

var upgrader = websocket.Upgrader{
	Subprotocols:      []string{"b"},
	EnableCompression: len(os.Args) > 1 && os.Args[1] == "deflate",
}

func echo(response http.ResponseWriter, request *http.Request) {
	peer, err := upgrader.Upgrade(response, request, nil)
	if err != nil {
		fmt.Println("error:", err)
		return
	}
	defer peer.Close()
	for {
		kind, message, err := peer.ReadMessage()
		if err != nil {
			return
		}
		if told := closing.FindSubmatch(message); kind == websocket.TextMessage && told != nil {
			code, _ := strconv.Atoi(string(told[1]))
			err = peer.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, string(told[2])), time.Now().Add(timeout))
		} else {
			err = peer.WriteMessage(kind, message)
		}
		if err != nil {
			fmt.Println("error:", err)
			return
		}
	}
}

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Printf("listening on %d\n", listener.Addr().(*net.TCPAddr).Port)
	fmt.Println(http.Serve(listener, http.HandlerFunc(echo)))
}
