package main

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/gorilla/websocket"
)

// How many messages are on their way at a time.
const most = 64

type matrixOptions struct {
	Seed, Count int
}

// matrix sends thousands of random messages there and back, and receives as many that the server makes up.
// Gorilla knows compression without takeover only, and no windows.
func matrix(base, text string) error {
	var options matrixOptions
	if err := json.Unmarshal([]byte(text), &options); err != nil {
		return err
	}
	pools := makePools()
	if err := echoMatrix(base, options, pools); err != nil {
		return err
	}
	options.Seed++
	return sourceMatrix(base, options, pools)
}

func dialMatrix(url string) (*websocket.Conn, error) {
	// A frame ends when this buffer is full.
	peer, response, err := dial(url, websocket.Dialer{EnableCompression: true, WriteBufferSize: 1000})
	if err == nil {
		fmt.Printf("agreed: %s\n", response.Header.Get("Sec-Websocket-Extensions"))
	}
	return peer, err
}

func echoMatrix(base string, options matrixOptions, pools *pools) error {
	peer, err := dialMatrix(base + "/matrix/echo")
	if err != nil {
		return err
	}
	room := make(chan struct{}, most)
	sending := make(chan error, 1)
	go func() {
		outgoing := messages{mulberry{uint32(options.Seed)}, pools}
		for i := 0; i < options.Count; i++ {
			room <- struct{}{}
			if err := sendInPieces(peer, &outgoing); err != nil {
				sending <- err
				return
			}
		}
		sending <- nil
	}()
	expected := messages{mulberry{uint32(options.Seed)}, pools}
	for i := 0; i < options.Count; i++ {
		kind, payload, _ := expected.next()
		if err := checkEcho(peer, kind, payload); err != nil {
			return fmt.Errorf("message %d: %w", i, err)
		}
		<-room
	}
	if err := <-sending; err != nil {
		return err
	}
	return closeWith(peer, websocket.CloseNormalClosure, "done")
}

// sendInPieces writes the next message.
func sendInPieces(peer *websocket.Conn, outgoing *messages) error {
	kind, payload, pieces := outgoing.next()
	writer, err := peer.NextWriter(kind)
	if err != nil {
		return err
	}
	for i := 0; i < pieces; i++ {
		if _, err := writer.Write(payload[len(payload)*i/pieces : len(payload)*(i+1)/pieces]); err != nil {
			return err
		}
	}
	return writer.Close()
}

func sourceMatrix(base string, options matrixOptions, pools *pools) error {
	peer, err := dialMatrix(fmt.Sprintf("%s/matrix/source/%d/%d", base, options.Seed, options.Count))
	if err != nil {
		return err
	}
	expected := messages{mulberry{uint32(options.Seed)}, pools}
	for i := 0; i < options.Count; i++ {
		kind, payload, _ := expected.next()
		if err := checkEcho(peer, kind, payload); err != nil {
			return fmt.Errorf("message %d: %w", i, err)
		}
	}
	_, _, err = peer.ReadMessage()
	var end *websocket.CloseError
	if errors.As(err, &end) && end.Code == websocket.CloseNormalClosure && end.Text == "sent" {
		return nil
	}
	return fmt.Errorf("the end was %v", err)
}
