package io.penstock.control.server.access;

import io.penstock.control.server.http.Page;
import io.penstock.core.error.PenstockException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Where a page ends and the next begins. */
final class Cursor {
    private Cursor() {
    }

    /** What the last entry of the page before was; the empty text for the first page. */
    static String after(Page page) {
        try {
            return page.after().map(text -> new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8)).orElse("");
        } catch (IllegalArgumentException e) {
            throw PenstockException.invalid("request.query", "after: expected what a page before said as next");
        }
    }

    /** The next page's, when this one is full. */
    static <T> Optional<String> next(List<T> items, Page page, Function<T, String> key) {
        return items.size() < page.limit() ? Optional.empty() : Optional.of(Base64.getUrlEncoder().withoutPadding()
                .encodeToString(key.apply(items.get(items.size() - 1)).getBytes(StandardCharsets.UTF_8)));
    }
}
