package io.penstock.plugin.net;

import io.penstock.core.options.Option;
import io.penstock.core.value.ByteSize;
import java.util.Optional;

record UdpOptions(
        @Option(doc = "The port to listen on; 0 takes any free one.", shorthand = true, min = 0, max = 65_535) int port,
        @Option(doc = "The address to listen on; 0.0.0.0 for every one of this machine.", value = "127.0.0.1") String address,
        @Option(doc = "Whether every line of a datagram is an event of its own.", value = "false") boolean lines,
        @Option(doc = "The kernel's buffer asked for: what comes faster than the pipe takes it is dropped beyond that.",
                value = "4MiB", min = 65_536, max = 1 << 30) ByteSize buffer,
        @Option(doc = "A field for the sender's address; without a name, none.") Optional<String> peerField,
        @Option(doc = "Allows an address beyond this machine: UDP is readable for anybody on the way.", value = "false")
        boolean plaintext) {
}
