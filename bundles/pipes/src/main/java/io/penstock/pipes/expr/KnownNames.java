package io.penstock.pipes.expr;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.projectnessie.cel.checker.Checker;
import org.projectnessie.cel.checker.CheckerEnv;
import org.projectnessie.cel.checker.Decls;
import org.projectnessie.cel.common.Source;
import org.projectnessie.cel.common.containers.Container;
import org.projectnessie.cel.parser.Parser;
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.Decl;

/**
 * The library's table of names, filled as expressions ask for them, because filling it takes milliseconds: fields have the
 * type "anything", so expressions may share it. It is made anew when it has grown. Thread-safe: one check at a time.
 */
final class KnownNames {
    private static final int MAX_NAMES = 2000;
    private static final NoTypes NO_TYPES = new NoTypes();

    private final Map<String, List<Decl>> functions = new HashMap<>();
    private final Set<String> fields = new HashSet<>();
    private final Set<String> called = new HashSet<>();
    private CheckerEnv env = fresh();

    KnownNames() {
        Declarations.all().forEach(decl -> functions.computeIfAbsent(decl.getName(), name -> new ArrayList<>()).add(decl));
    }

    private static CheckerEnv fresh() {
        CheckerEnv env = CheckerEnv.newCheckerEnv(Container.defaultContainer, NO_TYPES);
        env.enableDynamicAggregateLiterals(true);
        env.add(Decls.newVar("time", Decls.Timestamp), Decls.newVar("event", Decls.newMapType(Decls.String, Decls.Dyn)));
        return env;
    }

    synchronized Checker.CheckResult check(Parser.ParseResult parsed, Source source, Survey survey) {
        if (fields.size() > MAX_NAMES) {
            fields.clear();
            called.clear();
            env = fresh();
        }
        for (String name : survey.fields()) {
            if (fields.add(name)) {
                env.add(Decls.newVar(name, Decls.Dyn));
            }
        }
        for (String name : survey.functions()) {
            if (functions.containsKey(name) && called.add(name)) {
                env.add(functions.get(name));
            }
        }
        return Checker.Check(parsed, source, env);
    }
}
