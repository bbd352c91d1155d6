package io.penstock.control.server.access;

import io.penstock.control.server.http.Call;
import io.penstock.control.server.http.Role;
import io.penstock.core.error.PenstockException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What a list of people or programs may be asked for: {@code name~TEXT} and {@code role=ROLE}, joined by {@code and}; they
 * come sorted by name. Immutable.
 */
record ListFilter(Optional<String> name, Optional<Role> role) {
    static ListFilter of(Call call) {
        call.query("sort").filter(sort -> !sort.equals("name")).ifPresent(sort -> {
            throw PenstockException.invalid("request.query", "sort: these are sorted by name, not by \"" + sort + "\"");
        });
        Optional<String> name = Optional.empty();
        Optional<Role> role = Optional.empty();
        for (String term : call.query("filter").map(text -> text.split(" and |,")).orElse(new String[0])) {
            String plain = term.strip();
            if (plain.startsWith("name~")) {
                name = Optional.of(plain.substring("name~".length()).strip().toLowerCase(Locale.ROOT));
            } else if (plain.startsWith("role=")) {
                role = Optional.of(role(plain.substring("role=".length()).strip()));
            } else {
                throw PenstockException.invalid("selector.syntax", "filter: expected name~TEXT or role=ROLE, not \"" + plain + "\"");
            }
        }
        return new ListFilter(name, role);
    }

    private static Role role(String text) {
        for (Role role : Role.values()) {
            if (role.text().equals(text)) {
                return role;
            }
        }
        throw PenstockException.invalid("selector.syntax", "filter: there is no role \"" + text + "\"");
    }

    /** Reads pages until one is full of what passes. */
    <T> List<T> page(int limit, String after, BiFunction<String, Integer, List<T>> read, Function<T, String> nameOf,
            Function<T, Role> roleOf) {
        List<T> passing = new ArrayList<>();
        String from = after;
        while (true) {
            List<T> page = read.apply(from, limit);
            for (T each : page) {
                from = nameOf.apply(each).toLowerCase(Locale.ROOT);
                boolean passes = name.map(from::contains).orElse(true)
                        && role.map(wanted -> wanted == roleOf.apply(each)).orElse(true);
                if (passes) {
                    passing.add(each);
                }
                if (passing.size() == limit) {
                    return passing;
                }
            }
            if (page.size() < limit) {
                return passing;
            }
        }
    }
}
