package io.penstock.control.server.pipe;

import io.penstock.control.server.http.Answer;
import io.penstock.control.server.http.Page;
import io.penstock.core.error.PenstockException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Where a page of a list ends and the next begins. */
public final class Pages {
    private Pages() {
    }

    /** The key of the last entry of the page before. */
    public static Optional<String> after(Page page) {
        try {
            return page.after().map(text -> new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw wrong();
        }
    }

    /** As {@link #after}, where the key is a number. */
    public static long after(Page page, long first) {
        try {
            return after(page).map(Long::parseLong).orElse(first);
        } catch (NumberFormatException e) {
            throw wrong();
        }
    }

    private static PenstockException wrong() {
        return PenstockException.invalid("request.query", "after: expected what a page before said as next");
    }

    /** A page of what was read from the place after the page before: one more than the limit, where there is more. */
    public static <T, R> Answer answer(List<T> found, Page page, Function<T, String> key, Function<T, R> shown) {
        boolean more = found.size() > page.limit();
        List<T> items = more ? found.subList(0, page.limit()) : found;
        return Answer.list(items.stream().map(shown).toList(), more ? Optional.of(cursor(key.apply(items.get(items.size() - 1))))
                : Optional.empty());
    }

    /** A page of a list that is small and whole at hand. */
    public static <T, R> Answer of(List<T> all, Page page, Function<T, R> shown) {
        int from = (int) Math.max(0, Math.min(all.size(), after(page, 0)));
        int to = Math.min(all.size(), from + page.limit());
        return Answer.list(all.subList(from, to).stream().map(shown).toList(),
                to < all.size() ? Optional.of(cursor(Integer.toString(to))) : Optional.empty());
    }

    private static String cursor(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }
}
