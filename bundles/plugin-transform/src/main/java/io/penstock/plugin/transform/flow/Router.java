package io.penstock.plugin.transform.flow;

import io.penstock.core.event.Event;
import io.penstock.core.options.Option;
import io.penstock.core.plugin.Expression;
import io.penstock.core.plugin.Expressions;
import io.penstock.core.plugin.Outlet;
import io.penstock.core.plugin.Transform;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds an event's ports. One thread. */
final class Router implements Transform {
    private final List<Branch> branches;
    private final Optional<String> otherwise;
    private final boolean all;

    private Router(List<Branch> branches, Optional<String> otherwise, boolean all) {
        this.branches = branches;
        this.otherwise = otherwise;
        this.all = all;
    }

    private record Branch(String port, Expression condition) {
    }

    static Router of(RoutePlugin.Settings options, Expressions expressions) {
        List<Branch> branches = new ArrayList<>();
        Optional<String> otherwise = Optional.empty();
        for (var port : options.ports().entrySet()) {
            if (RoutePlugin.isDefault(port.getValue())) {
                otherwise = Optional.of(port.getKey());
            } else {
                branches.add(new Branch(port.getKey(), expressions.compile(port.getValue(), Option.Result.BOOL)));
            }
        }
        return new Router(branches, otherwise, options.match() == RoutePlugin.Match.ALL);
    }

    @Override
    public void apply(Event event, Outlet out) {
        boolean matched = false;
        for (Branch branch : branches) {
            if (branch.condition().test(event)) {
                out.emit(branch.port(), event);
                if (!all) {
                    return;
                }
                matched = true;
            }
        }
        if (!matched) {
            unmatched(event, out);
        }
    }

    private void unmatched(Event event, Outlet out) {
        if (otherwise.isPresent()) {
            out.emit(otherwise.get(), event);
        } else {
            out.emit(event);
        }
    }
}
