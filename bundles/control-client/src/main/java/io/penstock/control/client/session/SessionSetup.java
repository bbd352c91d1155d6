package io.penstock.control.client.session;

import io.penstock.control.client.identity.IdentityFiles;
import io.penstock.control.client.wire.ServerCalls;
import io.penstock.core.time.Clock;

/** With what a session is made. */
record SessionSetup(String server, ServerCalls calls, IdentityFiles identity, Enrolment enrolment, Pace pace,
                    boolean longPoll, Clock clock) {
}
