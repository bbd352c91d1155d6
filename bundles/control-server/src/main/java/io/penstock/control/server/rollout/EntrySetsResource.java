package io.penstock.control.server.rollout;

import io.penstock.control.api.TextRule;
import io.penstock.control.server.access.Actors;
import io.penstock.control.server.fleet.AgentTable;
import io.penstock.control.server.fleet.FleetParts;
import io.penstock.control.server.http.Answer;
import io.penstock.control.server.http.Call;
import io.penstock.control.server.http.Resource;
import io.penstock.control.server.http.Role;
import io.penstock.control.server.http.Routes;
import io.penstock.control.server.pipe.Configuration;
import io.penstock.control.server.pipe.EntrySetTable;
import io.penstock.control.server.pipe.EntrySets;
import io.penstock.control.server.pipe.Fields;
import io.penstock.control.server.pipe.Level;
import io.penstock.control.server.pipe.Planner;
import io.penstock.control.server.store.Rows;
import io.penstock.core.error.PenstockException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CompletionStage;

/** {@code /parameters} or {@code /settings}: what is set globally, by tag, by agent. */
public final class EntrySetsResource implements Resource {
    private static final Set<String> FIELDS = Set.of("entries");
    private final FleetParts parts;
    private final EntrySetTable.Space space;

    public EntrySetsResource(FleetParts parts, EntrySetTable.Space space) {
        this.parts = parts;
        this.space = space;
    }

    private record EntrySet(Level level, String owner, SortedMap<String, Object> entries, long version) {
    }

    @Override
    public void routes(Routes routes) {
        String place = "/api/v1/" + space.text();
        for (Level level : new Level[] {Level.GLOBAL, Level.TAG, Level.AGENT}) {
            String template = place + switch (level) {
                case GLOBAL -> "/global";
                case TAG -> "/tags/{tag}";
                case AGENT, PIPE -> "/agents/{id}";
            };
            routes.on("GET", template).role(Role.VIEWER).to(call -> show(call, level));
            routes.on("PUT", template).role(Role.OPERATOR).changes().to(call -> put(call, level));
        }
    }

    private static String owner(Call call, Level level) {
        return switch (level) {
            case GLOBAL, PIPE -> "";
            case AGENT -> call.path("id");
            case TAG -> tag(call.path("tag"));
        };
    }

    /** A tag as it is written: {@code key=value} or a word. */
    static String tag(String text) {
        int equals = text.indexOf('=');
        String key = equals < 0 ? text : text.substring(0, equals);
        String value = equals < 0 ? "" : text.substring(equals + 1);
        TextRule.TAG_KEY.checked(key, "tag");
        return EntrySets.tag(key, TextRule.TAG_VALUE.checked(value, "tag"));
    }

    private CompletionStage<Answer> show(Call call, Level level) {
        String owner = owner(call, level);
        return parts.read(rows -> {
            known(rows, level, owner);
            EntrySetTable.Kept kept = EntrySetTable.one(rows, parts.json(), space, level, owner);
            return Answer.ok(new EntrySet(level, owner, kept.entries(), kept.version()), kept.version());
        });
    }

    private void known(Rows rows, Level level, String owner) {
        if (level == Level.AGENT) {
            AgentTable.known(rows, parts.json(), owner);
        }
    }

    private CompletionStage<Answer> put(Call call, Level level) {
        SortedMap<String, Object> entries = Fields.of(call, FIELDS).entries("entries");
        String owner = owner(call, level);
        if (call.flag("dryRun")) {
            return parts.read(rows -> {
                known(rows, level, owner);
                return Answer.ok(new Gate.Passed(touched(rows, level, owner, entries).agents(), Optional.empty()), call.ifMatch());
            });
        }
        return parts.write(tx -> {
            known(tx, level, owner);
            Gate.Touched touched = touched(tx, level, owner, entries);
            long version = EntrySetTable.put(tx, parts.json(), space, level, owner, entries, call.ifMatch());
            tx.audit(Actors.done(call, space.text() + ".set", space.text(), level.text() + (owner.isEmpty() ? "" : ":" + owner),
                    Map.of("keys", java.util.List.copyOf(entries.keySet()))));
            Cause cause = space == EntrySetTable.Space.SETTINGS ? Cause.SETTINGS : Cause.PARAMETERS;
            return PipesResource.answer(parts.gate().pass(tx, touched, cause, Optional.empty(), FleetParts.usual(),
                    Actors.actor(call.caller())), version);
        });
    }

    private Gate.Touched touched(Rows rows, Level level, String owner, SortedMap<String, Object> entries) {
        boolean settings = space == EntrySetTable.Space.SETTINGS;
        if (level == Level.TAG && owner.isEmpty()) {
            throw PenstockException.invalid("request.field", "tag: expected key=value or a word");
        }
        Configuration before = parts.gate().before(rows);
        return parts.gate().touched(rows, before, now -> settings
                        ? new Configuration(now.pipes(), now.parameters(), now.settings().with(level, owner, entries))
                        : new Configuration(now.pipes(), now.parameters().with(level, owner, entries), now.settings()),
                AgentTable.all(rows, parts.json()), place -> place.equals(Planner.SETTINGS) == settings);
    }
}
