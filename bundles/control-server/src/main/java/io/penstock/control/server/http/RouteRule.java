package io.penstock.control.server.http;

import java.util.Optional;
import java.util.Set;

/**
 * What one route demands, and who answers. Immutable.
 *
 * @param least the role; empty for what is not for people
 * @param answerer what is called
 */
record RouteRule(String method, String template, Who who, Optional<Role> least, boolean changes, boolean creates, int maxBody,
                 Set<String> takes, String gives, boolean guarded, boolean onLoop, Handler answerer) {
    static final String JSON = "application/json";
    static final String MERGE_PATCH = "application/merge-patch+json";

    /** Whom a route is for. */
    enum Who {
        /** People and programs. */
        PEOPLE,
        /** Anybody. */
        ANYBODY,
        /** The agent of the path. */
        AGENT,
        /** Who wants to become one. */
        ENROLMENT
    }

    /** Whether it is a part of the agents' protocol. */
    boolean isProtocol() {
        return who == Who.AGENT || who == Who.ENROLMENT;
    }

    /** For metrics and messages. */
    String name() {
        return method + " " + template;
    }
}
