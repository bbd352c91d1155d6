package io.penstock.admin.socket;

import java.time.Duration;

/**
 * What a caller may take of us.
 *
 * @param maxLineBytes longest request
 * @param maxConnections callers at one time; the next is told and turned away
 * @param idle how long a connection may stay without a complete request
 * @param write how long a caller may leave an answer unread before it is cut off
 */
record Limits(int maxLineBytes, int maxConnections, Duration idle, Duration write) {
    static final Limits USUAL = new Limits(1 << 20, 32, Duration.ofSeconds(60), Duration.ofSeconds(30));
}
