package main

import (
	"fmt"
	"strings"

	"github.com/gorilla/websocket"
)

// Messages from a seed: the same as those of Matrix/RandomMessages.cs, draw by draw.

const poolSize = 131_072

var (
	edges    = []int{1, 2, 124, 125, 126, 127, 128, 255, 256}
	large    = []int{65_534, 65_535, 65_536}
	alphabet = []string{"a", "Z", "0", " ", "\n", "\"", "\x00", "\u00e9", "\u20ac", "\uac00", "\U0001f600", "\U0010ffff"}
)

// mulberry is mulberry32.
type mulberry struct {
	state uint32
}

func (m *mulberry) next(below int) int {
	m.state += 0x6d2b79f5
	t := (m.state ^ m.state>>15) * (m.state | 1)
	t ^= t + (t^t>>7)*(t|61)
	return int((t ^ t>>14) % uint32(below))
}

// pools is what messages are slices of.
type pools struct {
	noise, patterns, quotes, text []byte
	// Where in the text each character begins.
	offsets []int
}

func makePools() *pools {
	random := mulberry{7692}
	made := &pools{offsets: []int{0}}
	for len(made.noise) < poolSize {
		made.noise = append(made.noise, byte(random.next(256)))
	}
	for len(made.patterns) < poolSize {
		from := random.next(1024)
		made.patterns = append(made.patterns, made.noise[from:from+3+random.next(200)]...)
	}
	made.patterns = made.patterns[:poolSize]
	var quotes strings.Builder
	for quotes.Len() < poolSize {
		symbol, bid := random.next(30), random.next(1000)
		fmt.Fprintf(&quotes, `{"symbol":"S%d","bid":%d,"ask":%d},`, symbol, bid, random.next(1000))
	}
	made.quotes = []byte(quotes.String()[:poolSize])
	for i := 0; i < poolSize; i++ {
		made.text = append(made.text, alphabet[random.next(len(alphabet))]...)
		made.offsets = append(made.offsets, len(made.text))
	}
	return made
}

// messages makes up one message after the other.
type messages struct {
	random mulberry
	pools  *pools
}

// next returns a message, and in how many writes it is to be sent.
func (m *messages) next() (kind int, payload []byte, pieces int) {
	choice := m.random.next(4)
	size := m.nextSize()
	start := m.random.next(poolSize - size + 1)
	pieces = 1
	if m.random.next(8) == 0 {
		pieces = 2 + m.random.next(4)
	}
	switch choice {
	case 0:
		return websocket.BinaryMessage, m.pools.noise[start : start+size], pieces
	case 1:
		return websocket.BinaryMessage, m.pools.patterns[start : start+size], pieces
	case 2:
		return websocket.TextMessage, m.pools.quotes[start : start+size], pieces
	default:
		return websocket.TextMessage, m.pools.text[m.pools.offsets[start]:m.pools.offsets[start+size]], pieces
	}
}

func (m *messages) nextSize() int {
	switch choice := m.random.next(32); {
	case choice == 0:
		return 0
	case choice < 4:
		return edges[m.random.next(len(edges))]
	case choice < 28:
		return m.random.next(300)
	case choice < 31:
		return m.random.next(4_000)
	}
	if m.random.next(4) == 0 {
		return large[m.random.next(len(large))]
	}
	return m.random.next(16_384)
}
