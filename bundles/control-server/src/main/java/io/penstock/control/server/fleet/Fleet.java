package io.penstock.control.server.fleet;

import io.penstock.control.api.Json;
import io.penstock.control.server.access.CredentialIndex;
import io.penstock.control.server.access.Signer;
import io.penstock.control.server.documents.DocumentsResource;
import io.penstock.control.server.http.Place;
import io.penstock.control.server.http.Resource;
import io.penstock.control.server.pipe.Configurations;
import io.penstock.control.server.pipe.EntrySetTable;
import io.penstock.control.server.pipe.Outlines;
import io.penstock.control.server.pipe.Selector;
import io.penstock.control.server.pipe.PipeReader;
import io.penstock.control.server.rollout.AssignmentResource;
import io.penstock.control.server.rollout.EntrySetsResource;
import io.penstock.control.server.rollout.Gate;
import io.penstock.control.server.rollout.Newcomers;
import io.penstock.control.server.rollout.PipeToolsResource;
import io.penstock.control.server.rollout.PipesResource;
import io.penstock.control.server.rollout.RevisionsResource;
import io.penstock.control.server.rollout.RolloutRunner;
import io.penstock.control.server.rollout.RolloutStep;
import io.penstock.control.server.rollout.RolloutsResource;
import io.penstock.control.server.rollout.Strategy;
import io.penstock.control.server.settings.ServerSettings;
import io.penstock.control.server.store.Change;
import io.penstock.control.server.store.ChangeKind;
import io.penstock.control.server.store.Ids;
import io.penstock.control.server.store.Store;
import io.penstock.core.concurrent.Workers;
import io.penstock.core.health.Health;
import io.penstock.core.identity.AgentDirectory;
import io.penstock.core.metrics.MetricSink;
import io.penstock.core.time.Clock;
import io.penstock.core.value.Durations;
import io.penstock.core.value.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Everything about agents, pipes and rollouts, put together. Thread-safe. */
public final class Fleet implements AutoCloseable {
    private static final Duration CLOSING = Duration.ofSeconds(2);
    private final List<Resource> resources;
    private final Pulse pulse;
    private final Directory directory;
    private final Mirror mirror;
    private final Roster roster = new Roster();
    private final FleetMetrics metrics;
    private final LocalKey localKey;
    private final Seeds seeds;
    private final ScheduledExecutorService timer = Workers.timer("control-fleet");

    /**
     * What it is made of.
     *
     * @param live settings as they are at the moment
     * @param place where agents connect
     * @param server this server's id
     * @param reader understands pipes
     */
    public record Parts(Store store, CredentialIndex credentials, Signer signer, Supplier<ServerSettings> live,
                        Supplier<Place> place, String server, PipeReader reader, Clock clock, RandomGenerator random) {
    }

    private Fleet(Parts parts) {
        Json json = new Json();
        Store store = parts.store();
        Clock clock = parts.clock();
        Ids ids = new Ids(clock, parts.random());
        Configurations configurations = new Configurations(json, new Outlines(parts.reader()));
        Rhythm rhythm = new Rhythm(() -> parts.live().get().sync());
        Offers offers = new Offers(json, store.id(), store.epoch());
        Newcomers newcomers = new Newcomers(json, configurations);
        RolloutRunner runner = new RolloutRunner(json, new Reachable(roster, rhythm, clock), newcomers,
                ids::next);
        Supplier<Strategy> usual = () -> usual(parts.live().get());
        Gate gate = new Gate(json, configurations, runner, ids::next, usual);
        Notes notes = new Notes(store, json, runner);
        Watchman watchman = new Watchman(clock, rhythm, offers, notes, parts.server());
        Conversation conversation = new Conversation(json, parts.signer(), clock, rhythm, offers, notes, watchman,
                parts.server());
        this.directory = new Directory(roster, parts.credentials());
        this.mirror = new Mirror(store, json, configurations, clock, roster, offers, changed -> {
            changed.forEach(id -> roster.byId(id).ifPresent(conversation::wake));
            directory.changed(changed);
        });
        FleetParts all = new FleetParts(store, json, clock, parts.credentials(), parts.signer(), roster, mirror, gate, newcomers,
                ids::next, parts.place());
        this.localKey = new LocalKey(all);
        this.seeds = new Seeds(all, parts.reader());
        Series series = new Series();
        Intake intake = new Intake(store, json, series);
        Enroller enroller = new Enroller(store, json, parts.credentials(), parts.signer(), newcomers, roster, mirror, rhythm,
                clock, ids::next);
        this.pulse = new Pulse(all, runner, notes, watchman, conversation, rhythm, series, parts.live());
        this.metrics = new FleetMetrics(roster, rhythm, notes, intake, series, mirror);
        this.resources = List.of(new AgentsResource(all), new AgentDetailsResource(all, series),
                new CommandsResource(all, conversation), new KeysResource(all), new EnrolmentsResource(all), new JoinResource(all),
                new ProtocolResource(all, conversation, enroller, notes, intake), new PipesResource(all, parts.reader()), new PipeToolsResource(parts.reader(), json), new DocumentsResource(all, parts.reader()),
                new RevisionsResource(all, parts.reader()), new AssignmentResource(all),
                new RolloutsResource(all, runner, usual), new EntrySetsResource(all, EntrySetTable.Space.PARAMETERS),
                new EntrySetsResource(all, EntrySetTable.Space.SETTINGS));
    }

    private static Strategy usual(ServerSettings settings) {
        return new Strategy(List.of(), Optional.of(settings.rollout().first()), Optional.of(settings.rollout().factor()),
                Optional.of(settings.rollout().most()), Optional.of(0),
                Optional.of(Durations.format(settings.rollout().within())), Optional.of(false)).or(Strategy.USUAL);
    }

    /** Whom rollouts can reach. */
    private record Reachable(Roster roster, Rhythm rhythm, Clock clock) implements RolloutStep.Reach {
        @Override
        public boolean online(String agentId) {
            return roster.byId(agentId).filter(node -> {
                synchronized (node) {
                    return answers(node) && rhythm.inTouch(node, clock.now());
                }
            }).isPresent();
        }

        /** Who is drained or disabled tries nothing new: nobody waits for it. */
        private static boolean answers(Node node) {
            return !node.goodbye && !node.row.draining() && !node.row.disabled();
        }

        @Override
        public Instant lastSeen(String agentId) {
            return roster.byId(agentId).flatMap(node -> {
                synchronized (node) {
                    return answers(node) ? node.lastSeen : Optional.<Instant>empty();
                }
            }).orElse(Instant.EPOCH);
        }
    }

    /** Reads what is kept into memory, and begins to work; waits for the store. */
    public static Fleet open(Parts parts) {
        Fleet fleet = idle(parts);
        fleet.timer.scheduleWithFixedDelay(fleet.pulse::often, 200, 200, TimeUnit.MILLISECONDS);
        fleet.timer.scheduleWithFixedDelay(fleet.pulse::everySecond, 1, 1, TimeUnit.SECONDS);
        fleet.timer.scheduleWithFixedDelay(fleet.pulse::everyFiveSeconds, 5, 5, TimeUnit.SECONDS);
        return fleet;
    }

    /** As {@link #open}, without a timer: tests make time pass by {@link #pulse}. */
    static Fleet idle(Parts parts) {
        Fleet fleet = new Fleet(parts);
        fleet.mirror.start();
        return fleet;
    }

    /** Whether an agent is one of a selector's; from memory. */
    public boolean matches(String selector, String agentId) {
        return roster.view(agentId).filter(agent -> Selector.parse(selector).matches(agent.facts())).isPresent();
    }

    /** What is done as time passes. */
    Pulse pulse() {
        return pulse;
    }

    /** Completes when memory knows what has been written. */
    Mirror mirror() {
        return mirror;
    }

    /** What answers about agents, pipes and rollouts. */
    public List<Resource> resources() {
        return resources;
    }

    /** What a change's event says of the state of what was changed: an agent's. */
    public Map<String, String> states(Change change) {
        if (change.kind() != ChangeKind.AGENT && change.kind() != ChangeKind.AGENT_STATE) {
            return Map.of();
        }
        return roster.view(change.id()).map(view -> Map.of("state", view.status().state().text(), "substate",
                view.status().substate().text())).orElse(Map.of());
    }

    /** How it is. */
    public Map<String, Health> health() {
        return pulse.health();
    }

    /** Its numbers. */
    public void collect(MetricSink sink) {
        metrics.collect(sink);
    }

    /** A key for the agent in this process. */
    public CompletionStage<Secret> localKey() {
        return localKey.make();
    }

    /** Makes the first pipes of the agent in this process, where there has never been a pipe. */
    public CompletionStage<Integer> seed(Collection<String> texts) {
        return seeds.plant(texts);
    }

    /** Agents, for whoever lets them in. */
    public AgentDirectory directory() {
        return directory;
    }

    @Override
    public void close() {
        Workers.stop(timer, CLOSING);
        pulse.close();
        try {
            mirror.close();
        } catch (Exception e) {
            throw new IllegalStateException("watching changes does not end", e);
        }
    }
}
