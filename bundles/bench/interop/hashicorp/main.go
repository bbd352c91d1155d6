// The other end of YamuxInterop, on hashicorp/yamux: main client|server PORT. It answers streams by their first line and, told
// "run", opens the same kinds of streams itself. It has no way to reset a stream of its own accord.
package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/yamux"
)

const bulk, medium, streams = 100_000_000, 1_000_000, 200

var (
	notes   sync.Map
	session *yamux.Session
)

func main() {
	config := yamux.DefaultConfig()
	config.MaxStreamWindowSize = 1 << 20
	var err error
	if os.Args[1] == "client" {
		session, err = yamux.Client(dial("127.0.0.1:"+os.Args[2]), config)
	} else {
		session, err = yamux.Server(accept("127.0.0.1:"+os.Args[2]), config)
	}
	check(err)
	for {
		stream, err := session.AcceptStream()
		if err != nil {
			return
		}
		go answer(stream)
	}
}

func dial(address string) net.Conn {
	for i := 0; ; i++ {
		conn, err := net.Dial("tcp", address)
		if err == nil {
			return conn
		}
		if i == 200 {
			panic(err)
		}
		time.Sleep(100 * time.Millisecond)
	}
}

func accept(address string) net.Conn {
	listener, err := net.Listen("tcp", address)
	check(err)
	conn, err := listener.Accept()
	check(err)
	return conn
}

func answer(stream *yamux.Stream) {
	in := bufio.NewReaderSize(stream, 64*1024)
	line, err := in.ReadString('\n')
	if err != nil {
		return
	}
	words := strings.Fields(line)
	switch words[0] {
	case "echo":
		io.Copy(stream, in)
	case "sum":
		fmt.Fprint(stream, sum(in))
	case "late":
		stream.Close()
		notes.Store(words[1], sum(in))
	case "wait":
		fmt.Fprint(stream, "ready")
		_, err := io.Copy(io.Discard, in)
		notes.Store(words[1], map[bool]string{true: "reset", false: "ended"}[errors.Is(err, yamux.ErrConnectionReset)])
	case "ask":
		noted, found := notes.Load(words[1])
		if !found {
			noted = "nothing"
		}
		fmt.Fprint(stream, noted)
	case "run":
		run(stream)
	case "go-away":
		session.GoAway()
	}
	stream.Close()
}

func run(out io.Writer) {
	report(out, "ping", func() string {
		_, err := session.Ping()
		return fmt.Sprint(err)
	}, "<nil>")
	report(out, "echo-100MB", func() string { return echo(bulk) }, "")
	report(out, "half-close", func() string {
		stream := open("sum 0")
		sent := send(stream, medium)
		stream.Close()
		return same(sent, text(stream))
	}, "")
	report(out, "half-close-by-peer", func() string {
		stream := open("late theirs")
		if rest := text(stream); rest != "" {
			return rest
		}
		sent := send(stream, medium)
		stream.Close()
		return same(sent, noted("theirs"))
	}, "")
	report(out, "200-streams", manyStreams, "")
	report(out, "reset-by-peer", func() string {
		_, err := io.ReadAll(open("reset"))
		return fmt.Sprint(errors.Is(err, yamux.ErrConnectionReset))
	}, "true")
}

func report(out io.Writer, name string, run func() string, expected string) {
	result := run()
	if result == expected {
		fmt.Fprintf(out, "ok     %s\n", name)
	} else {
		fmt.Fprintf(out, "FAILED %s: %s\n", name, result)
	}
}

func manyStreams() string {
	results := make(chan string, streams)
	for i := 0; i < streams; i++ {
		go func(size int) { results <- echo(size) }(medium/2 + i)
	}
	for i := 0; i < streams; i++ {
		if result := <-results; result != "" {
			return result
		}
	}
	return ""
}

func echo(size int) string {
	stream := open("echo")
	sent := make(chan string, 1)
	go func() {
		digest := send(stream, size)
		stream.Close()
		sent <- digest
	}()
	received := sum(stream)
	return same(<-sent, received)
}

func open(line string) *yamux.Stream {
	stream, err := session.OpenStream()
	check(err)
	fmt.Fprintf(stream, "%s\n", line)
	return stream
}

func send(stream *yamux.Stream, size int) string {
	digest := sha256.New()
	part := make([]byte, 64*1024)
	for left := size; left > 0; {
		n := min(left, len(part))
		for i := range part[:n] {
			part[i] = byte((left - i) * 31)
		}
		digest.Write(part[:n])
		_, err := stream.Write(part[:n])
		check(err)
		left -= n
	}
	return hex.EncodeToString(digest.Sum(nil))
}

func noted(key string) string {
	answer := "nothing"
	for i := 0; i < 100 && answer == "nothing"; i++ {
		stream := open("ask " + key)
		stream.Close()
		answer = text(stream)
		time.Sleep(20 * time.Millisecond)
	}
	return answer
}

func sum(in io.Reader) string {
	digest := sha256.New()
	io.Copy(digest, in)
	return hex.EncodeToString(digest.Sum(nil))
}

func text(in io.Reader) string {
	all, _ := io.ReadAll(in)
	return string(all)
}

func same(expected, found string) string {
	if expected == found {
		return ""
	}
	return "expected " + expected + ", found " + found
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
