package io.penstock.tunnel.link;

import io.penstock.tunnel.wire.api.DiallerHandshake.Identity;

/** What a session needs to know of its connection's place among the others. Immutable. */
record SessionSetup(Surroundings around, Credentials credentials, Identity identity, Duty duty) {
}
