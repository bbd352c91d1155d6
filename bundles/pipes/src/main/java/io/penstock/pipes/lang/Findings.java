package io.penstock.pipes.lang;

import io.penstock.core.options.Suggestions;
import io.penstock.pipes.api.Finding;
import io.penstock.pipes.api.Finding.Severity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Collects what lint has to say of one text; a bounded number. One thread. */
final class Findings {
    /** More are not kept: nobody reads them. */
    static final int MAX_FINDINGS = 200;
    /** What was found is quoted; it may be a megabyte long. */
    private static final int MAX_MESSAGE_CHARACTERS = 1000;

    private final String source;
    private final Set<Finding> findings = new LinkedHashSet<>();
    private boolean blocked;

    Findings(String source) {
        this.source = source;
    }

    void error(Place place, String code, String message) {
        blocked = true;
        add(place, Severity.ERROR, code, message, Optional.empty());
    }

    void error(Place place, String code, String message, Optional<String> suggestion) {
        blocked = true;
        add(place, Severity.ERROR, code, message, suggestion);
    }

    /** An error that leaves a definition to work with: a plugin that is not installed. */
    void passable(Place place, String code, String message, Optional<String> suggestion) {
        add(place, Severity.ERROR, code, message, suggestion);
    }

    void warning(Place place, String code, String message) {
        add(place, Severity.WARNING, code, message, Optional.empty());
    }

    void unknownKey(Node.Entry entry, String where, Collection<String> known) {
        blocked = true;
        if (findings.size() >= MAX_FINDINGS) {
            return;
        }
        error(entry.place(), "pipe.unknown-key", "unknown key \"" + entry.key() + "\" in " + where + "; known are "
                + String.join(", ", known), Suggestions.nearest(entry.key(), known));
    }

    private void add(Place place, Severity severity, String code, String message, Optional<String> suggestion) {
        if (findings.size() < MAX_FINDINGS) {
            String shown = message.length() <= MAX_MESSAGE_CHARACTERS ? message
                    : message.substring(0, MAX_MESSAGE_CHARACTERS) + "…";
            findings.add(new Finding(source, place.line(), place.column(), severity, code, shown, suggestion));
        }
    }

    /** Whether there is an error that no definition can be made with. */
    boolean blocked() {
        return blocked;
    }

    /** In the order of their places. */
    List<Finding> sorted() {
        List<Finding> sorted = new ArrayList<>(findings);
        sorted.sort(null);
        return List.copyOf(sorted);
    }
}
