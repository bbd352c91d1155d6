package io.penstock.control.api;

import io.penstock.core.error.PenstockException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When to ask again.
 *
 * @param intervalSeconds between two requests
 * @param jitterPercent by how much to vary that
 * @param waitSeconds how long a request may wait for something new; 0: not at all
 */
public record SyncRules(int intervalSeconds, int jitterPercent, int waitSeconds) {
    private static final Pattern HEADER = Pattern.compile("(\\d{1,5});(\\d{1,3});(\\d{1,2})");

    public SyncRules {
        Given.within(intervalSeconds, "intervalSeconds", 5, 86_400);
        Given.within(jitterPercent, "jitterPercent", 0, 100);
        Given.within(waitSeconds, "waitSeconds", 0, 50);
    }

    /** As the header {@code Penstock-Sync}: {@code interval;jitter;wait}. */
    public String header() {
        return intervalSeconds + ";" + jitterPercent + ";" + waitSeconds;
    }

    /**
     * Reads the header {@code Penstock-Sync}.
     *
     * @throws PenstockException INVALID {@code request.field}
     */
    public static SyncRules of(String header) {
        Matcher parts = HEADER.matcher(header);
        if (!parts.matches()) {
            throw Given.wrong("Penstock-Sync", "interval;jitter;wait such as 15;20;50", header);
        }
        return new SyncRules(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)),
                Integer.parseInt(parts.group(3)));
    }
}
