package io.penstock.control.client.apply;

import io.penstock.control.api.Json;
import io.penstock.control.api.Manifest;
import io.penstock.control.api.Signed;
import io.penstock.control.client.identity.AgentFolder;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.util.Optional;

/**
 * The last two manifests that were accepted, on disk with their signatures: what this agent runs when the server is away.
 * One thread takes; any reads.
 */
public final class ManifestBook {
    private static final String FILE = "manifest.json";
    private static final String BEFORE = "manifest.previous.json";

    private final AgentFolder folder;
    private final Json json;
    private final KeyRing ring;
    private volatile Optional<Accepted> accepted = Optional.empty();
    private volatile Optional<String> problem = Optional.empty();

    public ManifestBook(AgentFolder folder, Json json, KeyRing ring) {
        this.folder = folder;
        this.json = json;
        this.ring = ring;
    }

    /** Reads the newest one that is whole and signed; why another one could not be used is the {@link #problem}. */
    public void load(String agent, String store) {
        accepted = kept(FILE, agent, store).or(() -> kept(BEFORE, agent, store));
    }

    private Optional<Accepted> kept(String name, String agent, String store) {
        try {
            return folder.read(name).map(bytes -> verified(json.readTolerant(bytes, Signed.class), agent, store));
        } catch (PenstockException e) {
            problem = Optional.of(folder.path().resolve(name) + " cannot be used" + (name.equals(FILE)
                    ? ", the manifest before it is run" : "") + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private Accepted verified(Signed signed, String agent, String store) {
        Manifest manifest = json.readTolerant(ring.checked(Manifest.TYPE, signed), Manifest.class);
        if (!manifest.agent().equals(agent) || !manifest.store().equals(store)) {
            throw new PenstockException(ErrorKind.DENIED, "manifest.agent", "the manifest is for agent \"" + manifest.agent()
                    + "\" of store " + manifest.store() + ", and this is \"" + agent + "\" of " + store);
        }
        return new Accepted(signed.hash(), manifest);
    }

    /**
     * Verifies one and keeps it, the one before beside it.
     *
     * @throws PenstockException DENIED {@code manifest.signature|agent|generation}
     */
    public Accepted take(Signed signed, String agent, String store) {
        try {
            Accepted next = verified(signed, agent, store);
            accepted.ifPresent(now -> refuseOlder(now.manifest(), next.manifest()));
            if (accepted.isPresent() && folder.read(FILE).isPresent()) {
                folder.rename(FILE, BEFORE);
            }
            folder.write(FILE, json.bytes(signed));
            accepted = Optional.of(next);
            problem = Optional.empty();
            return next;
        } catch (PenstockException e) {
            problem = Optional.of(e.code() + ": " + e.getMessage());
            throw e;
        }
    }

    private static void refuseOlder(Manifest now, Manifest next) {
        boolean older = next.epoch() < now.epoch() || next.epoch() == now.epoch() && next.generation() < now.generation();
        if (older) {
            throw new PenstockException(ErrorKind.DENIED, "manifest.generation", "the manifest has epoch " + next.epoch()
                    + " and generation " + next.generation() + ", and this agent has " + now.epoch() + " and "
                    + now.generation() + " already: what runs, runs on");
        }
    }

    /** What holds now. */
    public Optional<Accepted> accepted() {
        return accepted;
    }

    /** What is wrong with the newest one. */
    public Optional<String> problem() {
        return problem;
    }

    /** Forgets both. */
    public void wipe() {
        folder.delete(FILE);
        folder.delete(BEFORE);
        accepted = Optional.empty();
        problem = Optional.empty();
    }
}
