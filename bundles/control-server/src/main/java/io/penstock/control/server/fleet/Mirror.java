package io.penstock.control.server.fleet;

import io.penstock.control.api.Json;
import io.penstock.control.server.pipe.Configuration;
import io.penstock.control.server.pipe.Configurations;
import io.penstock.control.server.pipe.Spec;
import io.penstock.control.server.rollout.RolloutRow;
import io.penstock.control.server.rollout.RolloutTable;
import io.penstock.control.server.store.Change;
import io.penstock.control.server.store.ChangeKind;
import io.penstock.control.server.store.Rows;
import io.penstock.control.server.store.Store;
import io.penstock.core.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps in memory what agents ask for: all agents, what they are to run, the live configuration. What any server changes
 * arrives with the change feed, is read again and put in the place of what was. Thread-safe.
 */
public final class Mirror implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("io.penstock.control.server");
    private final Store store;
    private final Json json;
    private final Configurations configurations;
    private final Clock clock;
    private final Roster roster;
    private final Offers offers;
    private final Consumer<Collection<String>> changed;
    private volatile Configuration live = Configuration.EMPTY;
    private volatile List<RolloutRow> openRollouts = List.of();
    private AutoCloseable watch = () -> { };

    // guarded by this
    private Set<String> dirtyAgents = new HashSet<>();
    private boolean dirtyConfiguration;
    private boolean dirtyRollouts;
    private boolean running;
    private boolean failing;
    private long told;
    private long applied;
    private final Map<CompletableFuture<Void>, Long> waiting = new HashMap<>();

    /** What one reading found. */
    private record Found(Optional<Configuration> live, Optional<List<RolloutRow>> rollouts, List<AgentRow> agents,
                         Map<String, List<Placement>> placements, Map<String, List<Refusal>> refusals,
                         Map<String, List<Command>> commands, Map<String, String> specs) {
    }

    /** @param changed takes ids of agents for whom there may be something new; called on the store's threads */
    Mirror(Store store, Json json, Configurations configurations, Clock clock, Roster roster, Offers offers,
           Consumer<Collection<String>> changed) {
        this.store = store;
        this.json = json;
        this.configurations = configurations;
        this.clock = clock;
        this.roster = roster;
        this.offers = offers;
        this.changed = changed;
    }

    /** Reads all there is. Blocks. */
    void start() {
        watch = store.changes().watch(this::follow);
        List<Presence> presences = store.read(rows -> {
            Collection<String> all = AgentTable.all(rows, json).stream().map(AgentRow::id).toList();
            apply(read(rows, all, true, true));
            return PresenceTable.all(rows, json);
        }).join();
        presences.forEach(this::remember);
    }

    /** How an agent was when it was last written down. */
    private void remember(Presence presence) {
        roster.byId(presence.agentId()).ifPresent(node -> {
            synchronized (node) {
                if (node.lastSeen.isEmpty()) {
                    node.lastSeen = presence.lastSeen();
                    node.address = presence.address();
                    node.goodbye = presence.goodbye();
                    node.status = presence.status();
                    node.told = presence.told();
                    node.conflict = presence.conflict();
                    node.flushedAt = clock.now();
                }
            }
        });
    }

    /** What agents who come anew get. */
    public Configuration live() {
        return live;
    }

    /** What a placed spec is. */
    Optional<Spec> spec(String hash) {
        return offers.spec(hash);
    }

    /** Rollouts that can still release anything. */
    public List<RolloutRow> openRollouts() {
        return openRollouts;
    }

    /** Completes when everything the feed has told until now is in memory: after a write of one's own, that write. */
    CompletableFuture<Void> settled() {
        synchronized (this) {
            if (applied >= told) {
                return CompletableFuture.completedFuture(null);
            }
            CompletableFuture<Void> settled = new CompletableFuture<>();
            waiting.put(settled, told);
            return settled;
        }
    }

    private void follow(List<Change> changes) {
        synchronized (this) {
            boolean any = false;
            for (Change change : changes) {
                any |= note(change);
            }
            if (!any) {
                return;
            }
            told++;
        }
        run();
    }

    private boolean note(Change change) {
        switch (change.kind()) {
            case AGENT, PLACEMENT -> dirtyAgents.add(change.id());
            case PIPE, PARAMETERS, SETTINGS -> dirtyConfiguration = true;
            case ROLLOUT -> dirtyRollouts = true;
            default -> {
                return false;
            }
        }
        return true;
    }

    private void run() {
        Set<String> agents;
        boolean configuration;
        boolean rollouts;
        long until;
        synchronized (this) {
            if (running || failing || applied >= told) {
                return;
            }
            running = true;
            agents = dirtyAgents;
            dirtyAgents = new HashSet<>();
            configuration = dirtyConfiguration;
            rollouts = dirtyRollouts;
            dirtyConfiguration = false;
            dirtyRollouts = false;
            until = told;
        }
        store.read(rows -> read(rows, agents, configuration, rollouts)).whenComplete((found, failure) -> {
            if (failure == null) {
                apply(found);
                changed.accept(agents);
            } else {
                LOG.warn("what was changed cannot be read; tried again: {}", failure.toString());
            }
            done(failure == null, until, agents, configuration, rollouts);
        });
    }

    private void done(boolean well, long until, Set<String> agents, boolean configuration, boolean rollouts) {
        List<CompletableFuture<Void>> ready = new ArrayList<>();
        synchronized (this) {
            running = false;
            if (well) {
                applied = until;
                waiting.entrySet().removeIf(one -> one.getValue() <= until && ready.add(one.getKey()));
            } else {
                failing = true;
                dirtyAgents.addAll(agents);
                dirtyConfiguration |= configuration;
                dirtyRollouts |= rollouts;
            }
        }
        ready.forEach(one -> one.complete(null));
        run();
    }

    /** Tries again what could not be read; from a timer. */
    void retry() {
        synchronized (this) {
            failing = false;
        }
        run();
    }

    private Found read(Rows rows, Collection<String> agents, boolean configuration, boolean rollouts) {
        List<AgentRow> found = AgentTable.these(rows, json, agents);
        List<Placement> placements = PlacementTable.of(rows, agents);
        Set<String> unknown = new HashSet<>();
        placements.forEach(one -> {
            one.spec().filter(spec -> !offers.knows(spec)).ifPresent(unknown::add);
            one.previous().filter(spec -> !offers.knows(spec)).ifPresent(unknown::add);
        });
        Map<String, String> specs = new HashMap<>();
        PlacementTable.readSpecs(rows, unknown, specs);
        return new Found(configuration ? Optional.of(configurations.live(rows)) : Optional.empty(),
                rollouts ? Optional.of(RolloutTable.open(rows, json)) : Optional.empty(), found,
                placements.stream().collect(Collectors.groupingBy(Placement::agentId)),
                PlacementTable.refusalsOf(rows, agents).stream().collect(Collectors.groupingBy(Refusal::agentId)),
                CommandTable.openOf(rows, json, agents).stream().collect(Collectors.groupingBy(Command::agentId)), specs);
    }

    private void apply(Found found) {
        found.live().ifPresent(configuration -> live = configuration);
        found.rollouts().ifPresent(open -> openRollouts = List.copyOf(open));
        offers.learn(found.specs());
        for (AgentRow row : found.agents()) {
            Map<String, Placement> placements = new HashMap<>();
            found.placements().getOrDefault(row.id(), List.of()).forEach(one -> placements.put(one.pipeId(), one));
            Map<String, Refusal> refusals = new HashMap<>();
            found.refusals().getOrDefault(row.id(), List.of()).forEach(one ->
                    refusals.put(one.pipeId() + "|" + one.spec(), one));
            take(row, Collections.unmodifiableMap(placements), Collections.unmodifiableMap(refusals),
                    found.commands().getOrDefault(row.id(), List.of()));
        }
    }

    private void take(AgentRow row, Map<String, Placement> placements, Map<String, Refusal> refusals,
                      List<Command> commands) {
        Node node = roster.byId(row.id()).orElse(null);
        boolean fresh = node == null;
        if (fresh) {
            node = new Node(row, new Status(row.approved() ? Substate.CREATED : Substate.APPROVAL, "never connected",
                    row.createdAt()));
        }
        Optional<String> name = fresh ? Optional.empty() : Optional.of(node.row.name());
        synchronized (node) {
            node.take(row, placements, refusals, commands, offers);
        }
        if (fresh) {
            roster.add(node);
        }
        roster.enrolled(row.id(), row.enrolmentId());
        roster.named(row.id(), name, row.removedAt().isPresent() ? Optional.empty() : Optional.of(row.name()));
    }

    @Override
    public void close() throws Exception {
        watch.close();
    }

    /** Whether a change is of how agents are, as another server has seen it. */
    static boolean ofState(Change change) {
        return change.kind() == ChangeKind.AGENT_STATE;
    }
}
