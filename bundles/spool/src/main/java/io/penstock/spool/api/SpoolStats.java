package io.penstock.spool.api;

/**
 * A spool's numbers at one moment.
 *
 * @param firstPosition of the oldest record still there; one more than {@code lastPosition} when there is none
 * @param lastPosition of the youngest record; 0 when there never was one
 * @param unread records that some reader has not acknowledged
 * @param bytes all segments together take on disk
 * @param dropped records dropped because it was full, since it was opened; those all readers had read do not count
 * @param corrupt records lost to damage found since it was opened
 * @param cutBytes how much of a torn tail was cut off when it was opened
 */
public record SpoolStats(long firstPosition, long lastPosition, long unread, long bytes, long dropped, long corrupt,
                         long cutBytes) {
}
