package io.penstock.plugin.file.tail;

import io.penstock.core.batch.Position;
import io.penstock.core.plugin.InputFeed;
import io.penstock.core.time.Clock;
import io.penstock.plugin.file.tail.FileInputOptions.StartAt;
import io.penstock.plugin.file.tail.Identities.Identity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files being read, kept in step with what lies in the folders: a renamed file stays itself, a truncated one becomes a
 * new partition while its copy, where there is one, is read to the end as the old partition. One thread.
 */
final class TailedFiles {
    /** So many files that are no longer there are remembered, in case they come back. */
    static final int MAX_REMEMBERED = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(TailedFiles.class);

    private final FileInputOptions options;
    private final Clock clock;
    private final InputFeed feed;
    private final Identities identities;
    private final Troubles troubles;
    private final OpenFiles open;
    private final FileSearch search;
    private final Copies copies;
    private final Map<FileKey, TailedFile> tracked = new LinkedHashMap<>();
    private final Map<String, Long> reached = new HashMap<>();
    private final Generations generations;
    private boolean firstScan = true;

    TailedFiles(FileInputOptions options, Clock clock, InputFeed feed, Identities identities, Troubles troubles, OpenFiles open) {
        this.options = options;
        this.clock = clock;
        this.feed = feed;
        this.identities = identities;
        this.troubles = troubles;
        this.open = open;
        this.search = new FileSearch(options, troubles);
        this.copies = new Copies((int) options.fingerprint().bytes());
        this.generations = new Generations(identities.all(), feed.checkpoints().keySet());
    }

    /** A snapshot, to read from in turn. */
    Collection<TailedFile> all() {
        return List.copyOf(tracked.values());
    }

    /** Looks what is there now. New partitions must be saved before they are read. */
    void scan() throws IOException, InterruptedException {
        troubles.startRound();
        copies.startRound();
        Map<FileKey, Found> found = search.run();
        locate(found);
        if (firstScan) {
            wake(found);
        }
        found.values().removeIf(file -> tracked.containsKey(file.key()) || resume(file) || file.size() == 0);
        for (Found file : found.values()) {
            begin(file);
        }
        firstScan = false;
        forgetOldest();
    }

    private void locate(Map<FileKey, Found> found) {
        Map<Path, Map<FileKey, Found>> folders = new HashMap<>();
        for (TailedFile file : all()) {
            Found now = found.get(file.key());
            if (now != null) {
                file.seen(now, false);
                track(file);
                continue;
            }
            Found elsewhere = folders.computeIfAbsent(FileSearch.folderOf(file.path()), FileSearch::folder).get(file.key());
            if (elsewhere != null) {
                file.seen(elsewhere, true);
                track(file);
            } else {
                file.gone();
            }
        }
    }

    /** Files known from the last run that were renamed to where the pipe does not look: their rest is to be read. */
    private void wake(Map<FileKey, Found> found) {
        Map<Path, Map<FileKey, Found>> folders = new HashMap<>();
        for (Identity identity : identities.all()) {
            Found elsewhere = folders.computeIfAbsent(FileSearch.folderOf(identity.path()), FileSearch::folder).get(identity.key());
            if (elsewhere != null && !found.containsKey(identity.key())) {
                track(new TailedFile(identity, elsewhere, resumeAt(identity), clock.nanoTime()));
                tracked.get(identity.key()).seen(elsewhere, true);
            }
        }
    }

    private boolean resume(Found file) {
        Optional<Identity> known = identities.find(file);
        known.ifPresent(identity -> track(new TailedFile(new Identity(identity.partition(), file.key(),
                identity.fingerprint(), file.path()), file, resumeAt(identity), clock.nanoTime())));
        return known.isPresent();
    }

    private long resumeAt(Identity identity) {
        return reached.getOrDefault(identity.partition(), feed.checkpoint(identity.partition()).orElse(0));
    }

    private void begin(Found file) throws IOException, InterruptedException {
        try (Content content = Content.open(file.path())) {
            Fingerprint beginning = Fingerprint.of(content.channel(), (int) options.fingerprint().bytes());
            if (options.follow() && copies.isCopy(file, beginning)) {
                return;
            }
            boolean atEnd = firstScan && identities.isNew() && options.start() == StartAt.END && !content.compressed();
            long offset = atEnd ? LastLine.start(content.channel()) : 0;
            TailedFile begun = fresh(file, beginning, offset);
            if (offset > 0) {
                identities.saveNew();
                feed.emit(List.of(), new Position(begun.partition(), offset));
            }
        } catch (IOException e) {
            troubles.add(file.path(), FileInput.unlessInterrupted(e));
        }
    }

    private TailedFile fresh(Found file, Fingerprint beginning, long offset) {
        Identity identity = new Identity(generations.next(file.key()), file.key(), beginning, file.path());
        TailedFile begun = new TailedFile(identity, file, offset, clock.nanoTime());
        track(begun);
        return begun;
    }

    private void track(TailedFile file) {
        if (file.fingerprint().bytes() == 0 && file.size() > 0) {
            learn(file);
        }
        tracked.put(file.key(), file);
        copies.reading(file);
        identities.put(file.identity());
    }

    /** What began empty has a beginning now, which must be saved before it is read. */
    private void learn(TailedFile file) {
        try (Content content = Content.open(file.path())) {
            file.fingerprint(Fingerprint.of(content.channel(), (int) options.fingerprint().bytes()));
        } catch (IOException e) {
            LOG.debug("{} cannot be read yet", file.path(), e);
        }
    }

    /** Notes what is known of the files by now, to be saved. */
    void remember() {
        tracked.values().forEach(file -> identities.put(file.identity()));
    }

    /** The file no longer holds what was read of it. */
    void replace(TailedFile file) throws IOException {
        boolean outside = file.isLeaving();
        open.close(file);
        tracked.remove(file.key());
        reached.put(file.partition(), file.offset());
        Found now = Found.at(file.path());
        if (!now.key().equals(file.key())) {
            tracked.put(file.key(), file);
            return;
        }
        try (Content content = Content.open(file.path())) {
            boolean cutBack = now.size() > 0 && now.size() < file.offset()
                    && file.fingerprint().grown(content.channel(), 0).isPresent();
            if (!cutBack) {
                copies.find(file, tracked.keySet()).ifPresentOrElse(copy -> follow(file, copy), () -> warnOfLoss(file, file.pendingBytes()));
            }
            if (!outside) {
                fresh(now, Fingerprint.of(content.channel(), (int) options.fingerprint().bytes()), cutBack ? now.size() : 0);
            }
        }
    }

    private void follow(TailedFile file, Found copy) {
        file.seen(copy, true);
        track(file);
    }

    /** Stops reading a file for good. */
    void retire(TailedFile file) {
        open.close(file);
        tracked.remove(file.key());
        reached.put(file.partition(), file.offset());
        warnOfLoss(file, Content.isCompressed(file.path()) ? 0 : file.size() - file.offset());
    }

    private static void warnOfLoss(TailedFile file, long bytes) {
        if (bytes > 0) {
            LOG.warn("{} was removed or truncated before its last {} bytes were read", file.path(), bytes);
        }
    }

    private void forgetOldest() {
        List<Identity> remembered = new ArrayList<>(identities.all());
        remembered.removeIf(identity -> {
            TailedFile file = tracked.get(identity.key());
            return file != null && file.partition().equals(identity.partition());
        });
        for (int i = 0; i < remembered.size() - MAX_REMEMBERED; i++) {
            String partition = remembered.get(i).partition();
            identities.remove(partition);
            reached.remove(partition);
            feed.forget(partition);
        }
    }
}
