package io.penstock.plugin.telemetry.push;

import io.penstock.core.event.Measurement;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;

/** What sets one kind of receiver apart. Used by one thread. */
public interface Protocol {
    /**
     * The body of a request, not compressed. Points the format cannot hold, or not together, are refused; when there are any,
     * the body is of no use, and asked for again without them.
     */
    byte[] body(List<Measurement> points, Refusals refusals);

    /** The request that carries a body. */
    HttpRequest.Builder request(byte[] body);

    /** Of an answer that says yes: why the receiver left points out without saying which. */
    default Optional<String> leftOut(HttpResponse<byte[]> response, int points) {
        return Optional.empty();
    }

    /** Whether a single point refused with this answer counts as delivered nevertheless. */
    default boolean countsAsStored(String answer) {
        return false;
    }

    /** Takes the points that are refused. */
    @FunctionalInterface
    interface Refusals {
        /** @param index in the list of points */
        void refuse(int index, String reason);
    }
}
