package io.penstock.plugin.file.tail;

import io.penstock.plugin.file.tail.Identities.Identity;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/** One partition, and the file that holds it now: how far it is read, and what is known of it. One thread. */
final class TailedFile {
    /** How much is read at once, unless an event is longer. */
    static final int CHUNK_BYTES = 256 << 10;
    private static final FileTime NEVER = FileTime.fromMillis(Long.MIN_VALUE / 2_000_000);

    private final String partition;
    private Found found;
    private Fingerprint fingerprint;
    private long offset;
    private int windowBytes = CHUNK_BYTES;
    private long noLineEndBefore;
    private long endedAtSize = -1;
    private FileTime endedAtTime = NEVER;
    private long dataEnd = -1;
    private long quietSinceNanos;
    private int pendingBytes;
    private boolean rotated;
    private boolean gone;

    TailedFile(Identity identity, Found found, long offset, long nowNanos) {
        this.partition = identity.partition();
        this.fingerprint = identity.fingerprint();
        this.found = found;
        this.offset = offset;
        this.quietSinceNanos = nowNanos;
    }

    String partition() {
        return partition;
    }

    Path path() {
        return found.path();
    }

    FileKey key() {
        return found.key();
    }

    long size() {
        return found.size();
    }

    Fingerprint fingerprint() {
        return fingerprint;
    }

    void fingerprint(Fingerprint longer) {
        fingerprint = longer;
    }

    Identity identity() {
        return new Identity(partition, found.key(), fingerprint, found.path());
    }

    /** Where the next event begins. */
    long offset() {
        return offset;
    }

    void advance(long to) {
        offset = to;
        pendingBytes = 0;
        windowBytes = CHUNK_BYTES;
    }

    /** How much to read at once: more than usual after {@link #widen}, when no event ended in that. */
    int windowBytes() {
        return windowBytes;
    }

    void widen(int maxBytes) {
        windowBytes = (int) Math.min(maxBytes, windowBytes * 2L);
    }

    /** The line at the offset is known to have no end before this. */
    long noLineEndBefore() {
        return Math.max(offset, noLineEndBefore);
    }

    void noLineEndBefore(long at) {
        noLineEndBefore = at;
    }

    /** It was seen at a path, within what the pipe asked for or (rotated) outside. */
    void seen(Found now, boolean outside) {
        found = now;
        rotated = outside;
        gone = false;
    }

    /** It was not seen anywhere. */
    void gone() {
        gone = true;
    }

    boolean isGone() {
        return gone;
    }

    /** Whether nobody is expected to write to it for long. */
    boolean isLeaving() {
        return gone || rotated;
    }

    /** All there was at this size and time has been read, except for pending bytes, which are no whole event yet. */
    void ended(Found as, int pending) {
        endedAtSize = as.size();
        endedAtTime = as.modified();
        pendingBytes = pending;
    }

    /** Whether all that was seen has been read. */
    boolean isAtEnd() {
        return found.size() == endedAtSize && found.modified().equals(endedAtTime);
    }

    int pendingBytes() {
        return pendingBytes;
    }

    /** Notes how far the file's data reaches; as long as that does not change the file is quiet. */
    void dataEnd(long end, long nowNanos) {
        if (end != dataEnd) {
            dataEnd = end;
            quietSinceNanos = nowNanos;
        }
    }

    long quietNanos(long nowNanos) {
        return nowNanos - quietSinceNanos;
    }

    Found found() {
        return found;
    }
}
