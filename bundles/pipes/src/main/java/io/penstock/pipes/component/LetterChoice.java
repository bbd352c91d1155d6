package io.penstock.pipes.component;

import io.penstock.core.admin.Arguments;
import io.penstock.pipes.api.DeadLetter;
import java.util.function.Predicate;

/** Which dead letters a command is about: by {@code node}, {@code id}, or a part of the {@code reason}. */
final class LetterChoice {
    /** The most a command shows or replays at once. */
    static final int MAX = 100_000;

    private LetterChoice() {
    }

    static Predicate<DeadLetter> of(Arguments arguments) {
        Predicate<DeadLetter> all = letter -> true;
        return all
                .and(arguments.optional("node").<Predicate<DeadLetter>>map(node -> letter ->
                        letter.node().equals(node)).orElse(all))
                .and(arguments.optional("id").<Predicate<DeadLetter>>map(id -> letter ->
                        String.valueOf(letter.id()).equals(id)).orElse(all))
                .and(arguments.optional("reason").<Predicate<DeadLetter>>map(part -> letter ->
                        letter.reason().contains(part)).orElse(all));
    }
}
