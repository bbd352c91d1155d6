package io.penstock.plugin.file.tail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Recognises the copies that rotation by copying and truncating makes: in the same folder, with the same beginning, and
 * either with a whole fingerprint of it or under the same name with something appended. A copy is not read while its
 * original is; once the original was truncated, what was not yet read of it is read from the copy. One thread.
 */
final class Copies {
    private static final int COMPARED_BYTES = 64 << 10;
    private static final int MAX_CANDIDATES = 256;

    private final int wholeFingerprintBytes;
    private final Map<Path, TailedFile> byPath = new HashMap<>();
    private final Map<Fingerprint, TailedFile> byBeginning = new HashMap<>();
    private Map<FileKey, Judged> judgedBefore = Map.of();
    private Map<FileKey, Judged> judged = new HashMap<>();

    private record Judged(Found copy, TailedFile original) {
    }

    Copies(int wholeFingerprintBytes) {
        this.wholeFingerprintBytes = wholeFingerprintBytes;
    }

    void startRound() {
        byPath.clear();
        byBeginning.clear();
        judgedBefore = judged;
        judged = new HashMap<>();
    }

    /** Notes a file that is being read, at its present path. */
    void reading(TailedFile file) {
        byPath.put(file.path(), file);
        if (isWhole(file.fingerprint())) {
            byBeginning.put(file.fingerprint(), file);
        }
    }

    private boolean isWhole(Fingerprint fingerprint) {
        return fingerprint.bytes() == wholeFingerprintBytes;
    }

    /** Whether a file not read so far is a copy of one that is. Compared anew whenever it changed. */
    boolean isCopy(Found file, Fingerprint beginning) throws IOException {
        for (TailedFile original : candidates(file, beginning)) {
            Judged now = new Judged(file, original);
            if (now.equals(judgedBefore.get(file.key())) || isCopy(file.path(), original)) {
                judged.put(file.key(), now);
                return true;
            }
        }
        return false;
    }

    private Set<TailedFile> candidates(Found file, Fingerprint beginning) {
        Set<TailedFile> originals = new LinkedHashSet<>();
        originals.add(byBeginning.get(beginning));
        String name = file.path().getFileName().toString();
        for (int length = name.length() - 1; length > 0; length--) {
            originals.add(byPath.get(file.path().resolveSibling(name.substring(0, length))));
        }
        originals.remove(null);
        originals.removeIf(original -> !areAlike(file.path(), original.path()));
        return originals;
    }

    /** The newest file that holds at least what was read of the original, as it was before it was truncated. */
    Optional<Found> find(TailedFile original, Set<FileKey> tracked) throws IOException {
        Fingerprint held = original.fingerprint();
        List<Found> candidates = FileSearch.folder(original.path().getParent()).values().stream()
                .filter(file -> areAlike(file.path(), original.path()) && !tracked.contains(file.key())
                        && file.size() >= original.offset() && !Content.isCompressed(file.path())
                        && (isWhole(held) || isNamedAfter(file.path(), original.path())))
                .sorted(Comparator.comparing((Found file) -> !isJudged(file, original))
                        .thenComparing(Found::modified, Comparator.reverseOrder()))
                .limit(MAX_CANDIDATES).toList();
        for (Found candidate : candidates) {
            try (FileChannel channel = FileChannel.open(candidate.path(), StandardOpenOption.READ)) {
                if (held.bytes() > 0 && held.grown(channel, 0).isPresent()) {
                    return Optional.of(candidate);
                }
            }
        }
        return Optional.empty();
    }

    private boolean isJudged(Found file, TailedFile original) {
        return judged.containsKey(file.key()) && judged.get(file.key()).original() == original;
    }

    private static boolean areAlike(Path copy, Path original) {
        return copy.getParent().equals(original.getParent()) && !copy.equals(original)
                && Content.isCompressed(copy) == Content.isCompressed(original);
    }

    private static boolean isNamedAfter(Path copy, Path original) {
        return copy.getFileName().toString().startsWith(original.getFileName().toString());
    }

    /** Of what the original holds, or, when it was just truncated, of what it held. */
    private static boolean isCopy(Path copy, TailedFile original) throws IOException {
        try (FileChannel a = FileChannel.open(copy, StandardOpenOption.READ);
                FileChannel b = FileChannel.open(original.path(), StandardOpenOption.READ)) {
            Fingerprint known = original.fingerprint();
            if (known.bytes() > 0 && known.grown(b, 0).isEmpty()) {
                return known.grown(a, 0).isPresent();
            }
            ByteBuffer one = start(a);
            ByteBuffer two = start(b);
            int common = Math.min(one.remaining(), two.remaining());
            return common > 0 && one.slice(0, common).equals(two.slice(0, common));
        }
    }

    private static ByteBuffer start(FileChannel channel) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(COMPARED_BYTES);
        while (start.hasRemaining() && channel.read(start) > 0) {
            continue;
        }
        return start.flip();
    }
}
