package io.penstock.control.server.fleet;

import io.penstock.control.server.http.Answer;
import io.penstock.control.server.http.Call;
import io.penstock.control.server.pipe.Pages;
import io.penstock.control.server.pipe.Selector;
import io.penstock.core.error.PenstockException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Lists of agents and how many there are of which kind; from memory. Thread-safe. */
final class AgentList {
    private static final int MAX_FACETS = 500;
    private final FleetParts parts;

    AgentList(FleetParts parts) {
        this.parts = parts;
    }

    CompletionStage<Answer> page(Call call) {
        Instant now = parts.clock().now();
        boolean inactive = call.flag("inactive");
        String sort = call.query("sort").orElse("name");
        Function<AgentView, String> key = key(sort);
        Comparator<AgentView> order = Comparator.comparing(key);
        order = sort.startsWith("-") ? order.reversed() : order;
        List<AgentView> found = new ArrayList<>(chosen(call));
        found.removeIf(view -> !inactive && AgentAnswer.inactive(view, now));
        found.sort(order);
        Optional<String> after = Pages.after(call.page());
        int from = after.map(text -> beyond(found, key, text, sort.startsWith("-"))).orElse(0);
        List<AgentView> rest = found.subList(from, Math.min(found.size(), from + call.page().limit() + 1));
        return CompletableFuture.completedFuture(Pages.answer(rest, call.page(), key,
                view -> AgentAnswer.of(view, now, Optional.empty())));
    }

    private static Function<AgentView, String> key(String sort) {
        return switch (sort) {
            case "name", "-name" -> view -> view.row().name().toLowerCase(Locale.ROOT) + "\n" + view.row().id();
            case "at", "-at" -> view -> String.format(Locale.ROOT, "%016x", view.row().createdAt().toEpochMilli()) + "\n" + view.row().id();
            default -> throw PenstockException.invalid("request.query", "sort: expected name, -name, at or -at, but found \""
                    + sort + "\"");
        };
    }

    private static int beyond(List<AgentView> found, Function<AgentView, String> key, String after, boolean reversed) {
        int low = 0;
        int high = found.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            int order = key.apply(found.get(middle)).compareTo(after);
            boolean beyond = reversed ? order < 0 : order > 0;
            low = beyond ? low : middle + 1;
            high = beyond ? middle : high;
        }
        return low;
    }

    private List<AgentView> chosen(Call call) {
        return chosen(parts.roster(), Selector.filter(call.query("filter").orElse("")));
    }

    /** Those a filter lets through; removed ones never. */
    static List<AgentView> chosen(Roster roster, Selector filter) {
        List<AgentView> found = new ArrayList<>();
        for (Node node : roster.all()) {
            AgentView view;
            synchronized (node) {
                view = node.view();
            }
            if (view.row().removedAt().isEmpty() && filter.matches(key -> value(view, key))) {
                found.add(view);
            }
        }
        return found;
    }

    private static Optional<String> value(AgentView view, String key) {
        return switch (key) {
            case "state" -> Optional.of(view.status().state().text());
            case "substate" -> Optional.of(view.status().substate().text());
            default -> view.facts().value(key);
        };
    }

    /** How many there are of which kind; as in the API. */
    private record Facets(int total, Map<String, Integer> states, Map<String, Integer> substates, Map<String, Integer> types,
                          Map<String, Integer> platforms, Map<String, Integer> versions,
                          Map<String, Map<String, Integer>> tags) {
    }

    CompletionStage<Answer> facets(Call call) {
        List<AgentView> found = chosen(call);
        Facets facets = new Facets(found.size(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>(),
                new TreeMap<>(), new TreeMap<>());
        for (AgentView view : found) {
            count(facets.states, Optional.of(view.status().state().text()));
            count(facets.substates, Optional.of(view.status().substate().text()));
            count(facets.types, view.row().type());
            count(facets.platforms, view.row().platform());
            count(facets.versions, view.row().software().map(software -> software.version()));
            view.row().tags().forEach((key, value) -> {
                if (facets.tags.size() < MAX_FACETS || facets.tags.containsKey(key)) {
                    count(facets.tags.computeIfAbsent(key, any -> new TreeMap<>()), Optional.of(value));
                }
            });
        }
        return CompletableFuture.completedFuture(Answer.ok(facets));
    }

    private static void count(Map<String, Integer> counts, Optional<String> value) {
        value.filter(one -> counts.size() < MAX_FACETS || counts.containsKey(one))
                .ifPresent(one -> counts.merge(one, 1, Integer::sum));
    }
}
