package io.penstock.control.server.settings;

import io.penstock.core.options.Option;

/** How much the port takes on. Immutable. */
public record LimitSettings(
        @Option(doc = "Most connections.", value = "25000", min = 10, max = 1_000_000) int connections,
        @Option(doc = "Most new connections a second; further ones wait in the system's queue.", value = "250", min = 1,
                max = 100_000) int handshakes,
        @Option(doc = "Most questions of agents a second; further ones are told to come later.", value = "1500", min = 1,
                max = 1_000_000) int sync,
        @Option(doc = "Most requests a second of one person, program or agent.", value = "200", min = 1, max = 1_000_000)
        int requests,
        @Option(doc = "Most attempts to sign in or to enrol a minute from one address.", value = "10", min = 1, max = 100_000)
        int loginPerMinute) {
}
