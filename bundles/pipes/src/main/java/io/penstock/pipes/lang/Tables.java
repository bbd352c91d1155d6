package io.penstock.pipes.lang;

import io.penstock.core.options.Bound;
import io.penstock.core.options.OptionProblem;
import io.penstock.core.options.Options;
import java.util.List;
import java.util.Optional;

/** Reads nodes that ought to be tables, lists or options records. */
final class Tables {
    private Tables() {
    }

    /** The entries of a table; with a finding none when it is no table. Nothing written is an empty table. */
    static List<Node.Entry> entries(Node node, String where, Findings findings) {
        if (node instanceof Node.Table table) {
            return table.entries();
        }
        if (!node.isNothing()) {
            findings.error(node.place(), "pipe.type", where + " expects names with values, but found " + node.shown());
        }
        return List.of();
    }

    /** The items of a list; with a finding none when it is no list. */
    static List<Node> items(Node node, String where, Findings findings) {
        if (node instanceof Node.Items list) {
            return list.items();
        }
        if (!node.isNothing()) {
            findings.error(node.place(), "pipe.type", where + " expects a list, but found " + node.shown());
        }
        return List.of();
    }

    /** Binds an options record of ours; with findings its defaults when that fails. */
    static <T> T bind(Class<T> type, Optional<Node> node, Findings findings) {
        Options<T> options = Options.of(type);
        if (node.isPresent()) {
            Bound<T> bound = options.bind(node.get().plain());
            bound.problems().forEach(problem -> report(problem, node.get(), findings));
            if (bound.value().isPresent()) {
                return bound.value().get();
            }
        }
        return options.defaults().orThrow(type.getSimpleName());
    }

    /** Puts a problem of options where it is in the text. */
    static void report(OptionProblem problem, Node options, Findings findings) {
        findings.error(place(options, problem), problem.code(), problem.message(), problem.suggestion());
    }

    private static Place place(Node options, OptionProblem problem) {
        Node node = options;
        for (int i = 0; i < problem.path().size(); i++) {
            String step = problem.path().get(i);
            if (node instanceof Node.Table table && table.entry(step).isPresent()) {
                Node.Entry entry = table.entry(step).get();
                boolean last = i == problem.path().size() - 1;
                if (last && problem.code().equals("options.unknown-key")) {
                    return entry.place();
                }
                node = entry.value();
            } else if (node instanceof Node.Items list && isIndex(step, list.items().size())) {
                node = list.items().get(Integer.parseInt(step));
            }
        }
        return node.place();
    }

    /** The node at a path of keys and indexes; steps that are not there (a shorthand's own name) are passed over. */
    static Node at(Node options, List<String> path) {
        Node node = options;
        for (String step : path) {
            if (node instanceof Node.Table table && table.get(step).isPresent()) {
                node = table.get(step).get();
            } else if (node instanceof Node.Items list && isIndex(step, list.items().size())) {
                node = list.items().get(Integer.parseInt(step));
            }
        }
        return node;
    }

    private static boolean isIndex(String step, int size) {
        return step.length() < 7 && !step.isEmpty() && step.chars().allMatch(c -> c >= '0' && c <= '9')
                && Integer.parseInt(step) < size;
    }
}
