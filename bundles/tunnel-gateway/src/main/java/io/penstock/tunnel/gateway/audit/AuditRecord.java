package io.penstock.tunnel.gateway.audit;

import io.penstock.core.event.EventText;
import io.penstock.core.event.Fields;
import io.penstock.core.text.OneLine;
import java.time.Duration;
import java.time.Instant;

/**
 * One stream, from its begin to its end. Immutable.
 *
 * @param stream unique in this gateway's life
 * @param began when the client came
 * @param user who, where a visitor opened it; else empty
 * @param listener the listener it came by; empty for a visitor
 * @param from the client's address
 * @param agent who carried it; empty when none did
 * @param target what was asked for
 * @param address what the agent dialled; empty when it did not
 * @param toTarget bytes from the client to the target
 * @param toClient bytes from the target to the client
 * @param connected how long it took until the target was connected; zero when it was not
 * @param lasted from begin to end
 * @param reason how it ended
 * @param message more about that, for people; may be empty
 */
public record AuditRecord(long stream, Instant began, String user, String listener, String from, String agent, String target,
                          String address, long toTarget, long toClient, Duration connected, Duration lasted,
                          EndReason reason, String message) {

    /** One line of JSON, without a line end. */
    String json() {
        StringBuilder line = new StringBuilder(256);
        EventText.appendJson(line, Fields.builder().set("began", began.toString()).set("stream", stream).set("user", user)
                .set("listener", listener).set("from", from).set("agent", agent).set("target", target)
                .set("address", address).set("toTarget", toTarget).set("toClient", toClient)
                .set("connectMs", connected.toMillis()).set("durationMs", lasted.toMillis())
                .set("reason", reason.name()).set("message", message).build());
        return line.toString();
    }

    /** For the log: one readable line. */
    String text() {
        String who = user.isEmpty() ? "listener " + listener : "user " + user;
        return OneLine.of(who + " from " + from + " to " + target + (agent.isEmpty() ? "" : " by " + agent)
                + (address.isEmpty() ? "" : " (" + address + ")") + ": " + toTarget + " bytes there, " + toClient + " back, "
                + lasted.toMillis() + " ms, " + reason + (message.isEmpty() ? "" : " (" + message + ")"), '?');
    }
}
