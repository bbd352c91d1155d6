package io.penstock.control.server.http;

import io.penstock.control.api.ProblemCode;
import io.penstock.core.error.PenstockException;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;

/**
 * A request without its body. Immutable.
 *
 * @param path not decoded
 * @param query not decoded
 * @param headers by name in lower case
 * @param length of the body, where it is told; 0 for none
 * @param from beyond proxies that are trusted
 */
record RequestHead(String method, String path, String query, Map<String, String> headers, Optional<Long> length,
                   InetAddress from, String id) {
    Optional<String> header(String lowerName) {
        return Optional.ofNullable(headers.get(lowerName));
    }

    boolean hasBody() {
        return length.map(bytes -> bytes > 0).orElse(true);
    }

    /** Whether it may change something (RFC 9110, 9.2.1). */
    boolean isUnsafe() {
        return !method.equals("GET") && !method.equals("HEAD");
    }

    static PenstockException wrongHeader(String name, String expected) {
        return PenstockException.invalid(ProblemCode.REQUEST_HEADER.code(), "the header " + name + ": expected " + expected);
    }
}
