package io.penstock.control.server.http;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Knows who shows what. Thread-safe. */
public interface Authenticator {
    /**
     * Who it is; {@link Caller.Nobody} only where nothing is shown. Called on an event loop: never blocks. Agents and sessions are answered
     * from memory, at once.
     *
     * @return fails with the code to answer ({@code access.token}, {@code credentials.revoked}, {@code access.csrf} …)
     */
    CompletionStage<Caller> caller(Credentials presented, InetAddress from);

    /**
     * Is told that somebody who is known was refused something. Called on an event loop: never blocks.
     *
     * @param what method and path
     * @param code why
     */
    default void refused(Caller caller, String what, InetAddress from, String requestId, String code) {
    }

    /**
     * Whether a caller who may change something of this kind may change this one. Called on an event loop: never blocks.
     *
     * @param template of the path, with the values of its variables
     * @throws io.penstock.core.error.PenstockException DENIED {@code access.role}
     */
    default void checkReach(Caller caller, String template, Map<String, String> variables) {
    }
}
