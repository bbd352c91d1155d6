package io.penstock.relay.server;

import java.net.InetSocketAddress;
import java.time.Instant;

/** A relay input that runs now. */
record LiveRelay(String pipe, String node, Relay relay, InetSocketAddress address, Instant since) {
}
