// Gorilla's websocket as a peer, as Debian packages it (GOPATH mode, no modules).
//
// usage: peer <address of the echo server> <case>
//
//	peer <address of the matrix host> matrix <options in JSON>
//
// Prints "ready" when a case waits for the server to act, and what went wrong; exits with 0 when the case passed.
package main

import (
	"fmt"
	"os"
	"strings"
	"time"
)

const timeout = 60 * time.Second

// servers has the addresses that cases connect to.
type servers struct {
	base, echo, portfolio string
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("passed")
}

func run(arguments []string) error {
	if len(arguments) < 2 {
		return fmt.Errorf("usage: peer <address> <case>")
	}
	time.AfterFunc(timeout, func() {
		fmt.Println("the case took too long")
		os.Exit(1)
	})
	base := "ws" + strings.TrimSuffix(strings.TrimPrefix(arguments[0], "http"), "/")
	if arguments[1] == "matrix" && len(arguments) == 3 {
		return matrix(base, arguments[2])
	}
	test, known := cases[arguments[1]]
	if !known {
		return fmt.Errorf("there is no case '%s'", arguments[1])
	}
	return test(servers{base, base + "/echo", base + "/spring-websocket-portfolio/portfolio"})
}
