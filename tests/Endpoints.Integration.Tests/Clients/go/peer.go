package main

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/gorilla/websocket"
)

// dial connects; the response is that of the handshake.
func dial(url string, dialer websocket.Dialer) (*websocket.Conn, *http.Response, error) {
	dialer.HandshakeTimeout = timeout
	return dialer.Dial(url, nil)
}

// connect is dial for cases that do not look at the response.
func connect(url string) (*websocket.Conn, error) {
	peer, _, err := dial(url, websocket.Dialer{})
	return peer, err
}

// checkEcho reads a message and compares it.
func checkEcho(peer *websocket.Conn, kind int, payload []byte) error {
	gotKind, got, err := peer.ReadMessage()
	if err != nil {
		return err
	}
	return checkSame(kind, payload, gotKind, got)
}

func checkSame(kind int, payload []byte, gotKind int, got []byte) error {
	if gotKind != kind {
		return fmt.Errorf("a message of kind %d came back as kind %d", kind, gotKind)
	}
	if !bytes.Equal(payload, got) {
		return fmt.Errorf("%d bytes came back as other %d", len(payload), len(got))
	}
	return nil
}

// exchange sends a message and checks its echo.
func exchange(peer *websocket.Conn, kind int, payload []byte) error {
	if err := peer.WriteMessage(kind, payload); err != nil {
		return err
	}
	return checkEcho(peer, kind, payload)
}

// checkClosed reads to the end, which has to be a close frame with this code.
func checkClosed(peer *websocket.Conn, code int) error {
	defer peer.Close()
	for {
		_, _, err := peer.ReadMessage()
		if err == nil {
			continue
		}
		var end *websocket.CloseError
		if errors.As(err, &end) && end.Code == code {
			return nil
		}
		return fmt.Errorf("expected the close code %d, got %w", code, err)
	}
}

// closeWith begins the closing handshake and checks that the server answers with the same code.
func closeWith(peer *websocket.Conn, code int, reason string) error {
	frame := websocket.FormatCloseMessage(code, reason)
	if err := peer.WriteControl(websocket.CloseMessage, frame, time.Now().Add(timeout)); err != nil {
		return err
	}
	return checkClosed(peer, code)
}
