package io.penstock.control.server.http;

import io.penstock.control.api.ProblemCode;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.net.URI;
import java.util.Optional;

/** Whether a browser's request came from a page of ours. */
final class Origins {
    private Origins() {
    }

    /** A browser says where a changing request comes from; what says nothing, or another place, is {@code access.csrf}. */
    static void check(RequestHead head) {
        Optional<String> site = head.header("sec-fetch-site");
        boolean own = site.isPresent() ? site.get().equals("same-origin")
                : head.header("origin").flatMap(Origins::authority).equals(head.header("host"));
        if (!own) {
            throw new PenstockException(ErrorKind.DENIED, ProblemCode.ACCESS_CSRF.code(),
                    "a change with a cookie must come from a page of this server");
        }
    }

    private static Optional<String> authority(String origin) {
        try {
            return Optional.ofNullable(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
