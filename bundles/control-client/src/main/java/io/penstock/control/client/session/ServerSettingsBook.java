package io.penstock.control.client.session;

import io.penstock.control.api.Json;
import io.penstock.control.api.SettingsBody;
import io.penstock.control.api.Signed;
import io.penstock.control.client.apply.KeyRing;
import io.penstock.control.client.apply.LocalPolicy;
import io.penstock.control.client.identity.AgentFolder;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * The settings of this agent that are the server's: written over the local ones, taken back when they go. What was written is
 * kept, so that a restart takes back what has gone meanwhile. The session's thread.
 */
public final class ServerSettingsBook {
    private static final String FILE = "settings.json";

    private final AgentFolder folder;
    private final Json json;
    private final KeyRing ring;
    private final Supplier<LocalPolicy> policy;
    private final SettingsWriter writer;
    private volatile Optional<String> problem = Optional.empty();
    private volatile Optional<Kept> kept;

    /** Writes settings over those of files and environment, as a person would. */
    public interface SettingsWriter {
        /** INVALID when the value is none. */
        void set(String setting, Object value) throws InterruptedException;

        void reset(String setting) throws InterruptedException;
    }

    /** As kept: the signed body, and what of it was written. */
    record Kept(Signed signed, long generation, Set<String> written) {
    }

    ServerSettingsBook(AgentFolder folder, Json json, KeyRing ring, Supplier<LocalPolicy> policy, SettingsWriter writer) {
        this.folder = folder;
        this.json = json;
        this.ring = ring;
        this.policy = policy;
        this.writer = writer;
        this.kept = folder.read(FILE).map(bytes -> json.readTolerant(bytes, Kept.class));
    }

    /** Once more what is kept: a local change meanwhile is not stronger, and everybody sees whose the settings are. */
    void begin(String agent) {
        kept.ifPresent(now -> take(now.signed(), agent));
    }

    void take(Signed signed, String agent) {
        SettingsBody body = json.readTolerant(ring.checked(SettingsBody.TYPE, signed), SettingsBody.class);
        if (!body.agent().equals(agent) || kept.filter(now -> now.generation() > body.generation()).isPresent()) {
            throw new PenstockException(ErrorKind.DENIED, "settings.generation", "the settings are another agent's, or older than"
                    + " those that are here");
        }
        Set<String> before = kept.map(Kept::written).orElse(Set.of());
        SortedMap<String, Object> allowed = new TreeMap<>(body.entries());
        List<String> wrong = new ArrayList<>();
        allowed.keySet().removeIf(key -> !policy.get().allowsSetting(key) && wrong.add("policy.setting: " + key));
        Set<String> written = write(before, allowed, wrong);
        Kept next = new Kept(signed, body.generation(), written);
        folder.write(FILE, json.bytes(next));
        kept = Optional.of(next);
        problem = wrong.isEmpty() ? Optional.empty() : Optional.of("settings refused here: " + String.join("; ", wrong));
    }

    private Set<String> write(Set<String> before, SortedMap<String, Object> entries, List<String> wrong) {
        Set<String> written = new TreeSet<>();
        for (String key : before) {
            if (!entries.containsKey(key) && !tried(() -> writer.reset(key), key, wrong)) {
                written.add(key);
            }
        }
        entries.forEach((key, value) -> {
            if (tried(() -> writer.set(key, value), key, wrong) || before.contains(key)) {
                written.add(key);
            }
        });
        return written;
    }

    private interface Step {
        void run() throws InterruptedException;
    }

    private static boolean tried(Step step, String key, List<String> wrong) {
        try {
            step.run();
            return true;
        } catch (PenstockException e) {
            wrong.add(key + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            wrong.add(key + ": interrupted");
        }
        return false;
    }

    Optional<String> hash() {
        return kept.map(now -> now.signed().hash());
    }

    Optional<String> problem() {
        return problem;
    }

    /** Takes everything back. */
    void wipe() {
        kept.ifPresent(now -> write(now.written(), new TreeMap<>(), new ArrayList<>()));
        folder.delete(FILE);
        kept = Optional.empty();
        problem = Optional.empty();
    }
}
