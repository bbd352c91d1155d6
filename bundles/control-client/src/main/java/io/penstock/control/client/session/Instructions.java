package io.penstock.control.client.session;

import io.penstock.control.api.CommandBody;
import io.penstock.control.api.Json;
import io.penstock.control.api.Known;
import io.penstock.control.api.Manifest;
import io.penstock.control.api.ServerKey;
import io.penstock.control.api.Signed;
import io.penstock.control.api.SyncAnswer;
import io.penstock.control.client.apply.Accepted;
import io.penstock.control.client.apply.KeyRing;
import io.penstock.control.client.apply.ManagedPipes;
import io.penstock.control.client.apply.ManifestBook;
import io.penstock.control.client.identity.IdentityFiles;
import io.penstock.core.error.PenstockException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Verifies what the server says, and hands it to whoever does it. The session's thread; problems from any. */
final class Instructions implements Listener {
    private static final Logger LOG = LoggerFactory.getLogger("io.penstock.control.client");

    private final IdentityFiles identity;
    private final KeyRing ring;
    private final ManifestBook book;
    private final ManagedPipes pipes;
    private final ServerSettingsBook settings;
    private final BiConsumer<CommandBody, Instant> commands;
    private final Json json;
    private final Runnable identityChanged;
    private volatile Optional<String> problem = Optional.empty();

    /** With whom it does what. */
    record Hands(IdentityFiles identity, KeyRing ring, ManifestBook book, ManagedPipes pipes, ServerSettingsBook settings,
                 BiConsumer<CommandBody, Instant> commands) {
    }

    /** @param identityChanged called when this agent has another credential, name or id */
    Instructions(Hands hands, Json json, Runnable identityChanged) {
        this.identity = hands.identity();
        this.ring = hands.ring();
        this.book = hands.book();
        this.pipes = hands.pipes();
        this.settings = hands.settings();
        this.commands = hands.commands();
        this.json = json;
        this.identityChanged = identityChanged;
    }

    @Override
    public void begin() {
        done(() -> settings.begin(agentId()));
    }

    @Override
    public boolean take(SyncAnswer answer) {
        problem = Optional.empty();
        boolean taken = answer.signingKeys().map(signed -> done(() -> ring.take(signed))).orElse(false);
        taken |= answer.credential().map(candidate -> done(() -> {
            identity.candidate(candidate.token());
            identityChanged.run();
        })).orElse(false);
        taken |= answer.settings().map(signed -> done(() -> settings.take(signed, agentId()))).orElse(false);
        taken |= answer.manifest().map(signed -> done(() -> manifest(signed))).orElse(false);
        for (Signed command : answer.commands()) {
            taken |= done(() -> command(command, answer.serverTime()));
        }
        return taken;
    }

    /** What is refused is no reason to lose the rest. */
    private boolean done(Runnable what) {
        try {
            what.run();
            return true;
        } catch (PenstockException e) {
            LOG.warn("What the server said is refused: {}", e.getMessage());
            problem = Optional.of(e.code() + ": " + e.getMessage());
            return false;
        }
    }

    private void manifest(Signed signed) {
        Accepted accepted = book.take(signed, agentId(), storeId());
        LOG.info("The server wants {} pipe(s) here: generation {}", accepted.manifest().pipes().size(),
                accepted.manifest().generation());
        pipes.apply(accepted.manifest());
    }

    private void command(Signed signed, Instant serverTime) {
        CommandBody body = json.readTolerant(ring.checked(CommandBody.TYPE, signed), CommandBody.class);
        if (!body.agent().equals(agentId())) {
            throw PenstockException.invalid("command.agent", "the command is for agent \"" + body.agent() + "\"");
        }
        commands.accept(body, serverTime);
    }

    private String agentId() {
        return identity.identity().agentId().orElse("");
    }

    private String storeId() {
        return identity.identity().storeId().orElse("");
    }

    @Override
    public void enrolled(String agentId, String name, String storeId, List<ServerKey> keys) {
        boolean another = !Optional.of(storeId).equals(identity.identity().storeId())
                || !Optional.of(agentId).equals(identity.identity().agentId());
        if (another) {
            forget();
        }
        ring.enrolled(storeId, keys);
    }

    @Override
    public void identified() {
        identityChanged.run();
    }

    @Override
    public void removed() {
        forget();
        identityChanged.run();
    }

    /** Everything the server wanted is over. */
    void forget() {
        pipes.clear();
        book.wipe();
        ring.wipe();
        settings.wipe();
    }

    /** What this agent holds. */
    Known known() {
        return new Known(book.accepted().map(Accepted::hash), settings.hash(), ring.hash());
    }

    Optional<Manifest> manifest() {
        return book.accepted().map(Accepted::manifest);
    }

    /** What is wrong with what the server said last. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        problem.ifPresent(problems::add);
        book.problem().filter(text -> !problems.contains(text)).ifPresent(problems::add);
        settings.problem().ifPresent(problems::add);
        return problems;
    }
}
