package main

import (
	"bytes"
	"fmt"
	"math/rand"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

var sizes = []int{0, 1, 125, 126, 65535, 65536, 1024 * 1024}

var cases = map[string]func(servers) error{
	"text":          func(to servers) error { return everySize(to, websocket.TextMessage, makeText) },
	"binary":        func(to servers) error { return everySize(to, websocket.BinaryMessage, makeBytes) },
	"random":        random,
	"fragments":     fragments,
	"pings":         pings,
	"close codes":   closeCodes,
	"sub-protocols": subProtocols,
	"bad text":      badText,
	"too large":     tooLarge,
	"server stops":  serverStops,
}

// makeText makes text of exactly so many bytes, with characters of one to four.
func makeText(size int, source *rand.Rand) []byte {
	text := make([]byte, 0, size)
	for len(text) < size {
		character := "x"
		if size-len(text) >= 4 {
			character = alphabet[source.Intn(len(alphabet))]
		}
		text = append(text, character...)
	}
	return text
}

func makeBytes(size int, source *rand.Rand) []byte {
	payload := make([]byte, size)
	source.Read(payload)
	return payload
}

func everySize(to servers, kind int, make func(int, *rand.Rand) []byte) error {
	peer, err := connect(to.echo)
	if err != nil {
		return err
	}
	source := rand.New(rand.NewSource(1))
	for _, size := range sizes {
		if err := exchange(peer, kind, make(size, source)); err != nil {
			return err
		}
	}
	return closeWith(peer, websocket.CloseNormalClosure, "done")
}

// random sends all while it reads: order, and no waiting on either side.
func random(to servers) error {
	peer, err := connect(to.echo)
	if err != nil {
		return err
	}
	type message struct {
		kind    int
		payload []byte
	}
	source := rand.New(rand.NewSource(6455))
	messages := make([]message, 400)
	for i := range messages {
		size := source.Intn(300)
		if source.Intn(10) == 0 {
			size = source.Intn(70_000)
		}
		if source.Intn(2) == 0 {
			messages[i] = message{websocket.TextMessage, makeText(size, source)}
		} else {
			messages[i] = message{websocket.BinaryMessage, makeBytes(size, source)}
		}
	}
	sending := make(chan error, 1)
	go func() {
		for _, message := range messages {
			if err := peer.WriteMessage(message.kind, message.payload); err != nil {
				sending <- err
				return
			}
		}
		sending <- nil
	}()
	for _, message := range messages {
		if err := checkEcho(peer, message.kind, message.payload); err != nil {
			return err
		}
	}
	if err := <-sending; err != nil {
		return err
	}
	return closeWith(peer, websocket.CloseNormalClosure, "done")
}

// fragments writes through a buffer of a few bytes, which is a frame each time that it is full; inside of characters, too.
func fragments(to servers) error {
	for _, buffer := range []int{7, 100, 1000} {
		peer, _, err := dial(to.echo, websocket.Dialer{WriteBufferSize: buffer})
		if err != nil {
			return err
		}
		source := rand.New(rand.NewSource(3))
		for _, size := range []int{0, buffer - 1, buffer, buffer + 1, 3000} {
			if err := exchange(peer, websocket.TextMessage, makeText(size, source)); err != nil {
				return err
			}
			if err := exchange(peer, websocket.BinaryMessage, makeBytes(size, source)); err != nil {
				return err
			}
		}
		if err := closeWith(peer, websocket.CloseNormalClosure, ""); err != nil {
			return err
		}
	}
	return nil
}

func pings(to servers) error {
	peer, err := connect(to.echo)
	if err != nil {
		return err
	}
	var pongs []string
	peer.SetPongHandler(func(payload string) error {
		pongs = append(pongs, payload)
		return nil
	})
	payloads := []string{"", "x", strings.Repeat("\u0000", 125)}
	for _, payload := range payloads {
		if err := peer.WriteControl(websocket.PingMessage, []byte(payload), time.Now().Add(timeout)); err != nil {
			return err
		}
	}
	// A pong that answers nothing is let pass. The echo comes behind the pongs.
	if err := peer.WriteControl(websocket.PongMessage, []byte("unasked"), time.Now().Add(timeout)); err != nil {
		return err
	}
	if err := exchange(peer, websocket.TextMessage, []byte("still here")); err != nil {
		return err
	}
	if strings.Join(pongs, "|") != strings.Join(payloads, "|") {
		return fmt.Errorf("the pongs were %q", pongs)
	}
	return closeWith(peer, websocket.CloseNormalClosure, "done")
}

func closeCodes(to servers) error {
	for _, end := range []struct {
		code   int
		reason string
	}{{1000, ""}, {1000, "done"}, {1001, ""}, {3000, "registered"}, {4999, strings.Repeat("\u00e9", 61)}} {
		peer, err := connect(to.echo)
		if err != nil {
			return err
		}
		if err := closeWith(peer, end.code, end.reason); err != nil {
			return err
		}
	}
	return nil
}

func subProtocols(to servers) error {
	for _, offer := range []struct {
		names  []string
		chosen string
	}{
		{[]string{"v10.stomp", "v11.stomp"}, "v10.stomp"},
		{[]string{"v11.stomp", "v10.stomp"}, "v11.stomp"},
		{[]string{"v12.stomp", "v11.stomp"}, "v11.stomp"},
		{[]string{"v12.stomp"}, ""},
		{nil, ""},
	} {
		peer, _, err := dial(to.portfolio, websocket.Dialer{Subprotocols: offer.names})
		if err != nil {
			return err
		}
		if peer.Subprotocol() != offer.chosen {
			return fmt.Errorf("offered %v: '%s' was chosen instead of '%s'", offer.names, peer.Subprotocol(), offer.chosen)
		}
		if err := exchange(peer, websocket.TextMessage, []byte("hello")); err != nil {
			return err
		}
		if err := closeWith(peer, websocket.CloseNormalClosure, ""); err != nil {
			return err
		}
	}
	return nil
}

func badText(to servers) error {
	peer, err := connect(to.echo)
	if err != nil {
		return err
	}
	if err := peer.WriteMessage(websocket.TextMessage, []byte{0x68, 0xc3, 0x28}); err != nil {
		return err
	}
	return checkClosed(peer, websocket.CloseInvalidFramePayloadData)
}

// tooLarge goes past the limit of its path, 1 MiB. It is announced in one frame, so that the server refuses it by its head.
func tooLarge(to servers) error {
	const limit = 1024 * 1024
	peer, _, err := dial(to.portfolio, websocket.Dialer{WriteBufferSize: limit + 100})
	if err != nil {
		return err
	}
	if err := exchange(peer, websocket.BinaryMessage, bytes.Repeat([]byte{1}, limit)); err != nil {
		return err
	}
	if err := peer.WriteMessage(websocket.BinaryMessage, make([]byte, limit+1)); err != nil {
		return err
	}
	return checkClosed(peer, websocket.CloseMessageTooBig)
}

func serverStops(to servers) error {
	peer, err := connect(to.echo)
	if err != nil {
		return err
	}
	if err := exchange(peer, websocket.TextMessage, []byte("here")); err != nil {
		return err
	}
	fmt.Println("ready")
	return checkClosed(peer, websocket.CloseGoingAway)
}
