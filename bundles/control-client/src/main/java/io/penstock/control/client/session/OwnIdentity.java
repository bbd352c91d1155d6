package io.penstock.control.client.session;

import io.penstock.core.identity.AgentIdentity;
import io.penstock.core.value.Secret;

/** This agent, for its other capabilities. Immutable. */
record OwnIdentity(String id, String name, Secret token, Secret signingKey) implements AgentIdentity {
}
