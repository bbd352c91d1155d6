package io.penstock.cli.server;

import java.util.List;
import java.util.Optional;

/** Whether words that mean both mean a server or the Penstock of this machine. */
public final class Where {
    private static final List<String> LOCAL = List.of("--local", "--data");
    private static final List<String> SERVER = List.of("--context", "--server");

    private Where() {
    }

    /**
     * A server if one is named or chosen as the current context, this machine's Penstock otherwise and where {@code --local}
     * or {@code --data} says so.
     */
    public static boolean isServer(List<String> words) {
        if (has(words, LOCAL) || words.contains("--context=" + Contexts.LOCAL) || follows(words, "--context", Contexts.LOCAL)) {
            return false;
        }
        return has(words, SERVER) || Optional.ofNullable(System.getenv("PENSTOCK_CONTEXT")).filter(name -> !name.isBlank())
                .map(name -> !name.equals(Contexts.LOCAL)).orElseGet(() -> Contexts.ofProcess().current().isPresent());
    }

    private static boolean has(List<String> words, List<String> options) {
        return words.stream().anyMatch(word -> options.stream().anyMatch(option -> word.equals(option) || word.startsWith(option + "=")));
    }

    private static boolean follows(List<String> words, String option, String value) {
        int at = words.indexOf(option);
        return at >= 0 && at + 1 < words.size() && words.get(at + 1).equals(value);
    }
}
