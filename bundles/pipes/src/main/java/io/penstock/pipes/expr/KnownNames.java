package io.penstock.pipes.expr;

import java.util.HashSet;
import java.util.Set;
import org.projectnessie.cel.checker.Checker;
import org.projectnessie.cel.checker.CheckerEnv;
import org.projectnessie.cel.checker.Decls;
import org.projectnessie.cel.common.Source;
import org.projectnessie.cel.common.containers.Container;
import org.projectnessie.cel.parser.Parser;

/**
 * The library's table of names, made once because that takes milliseconds. Every field ever asked for is in it with the type
 * "anything", so expressions may share it; it is made anew when it has grown. Thread-safe: one check at a time.
 */
final class KnownNames {
    private static final int MAX_NAMES = 2000;
    private static final NoTypes NO_TYPES = new NoTypes();

    private final Set<String> declared = new HashSet<>();
    private CheckerEnv env = fresh();

    private static CheckerEnv fresh() {
        CheckerEnv env = CheckerEnv.newCheckerEnv(Container.defaultContainer, NO_TYPES);
        env.enableDynamicAggregateLiterals(true);
        env.add(Declarations.all());
        env.add(Decls.newVar("time", Decls.Timestamp), Decls.newVar("event", Decls.newMapType(Decls.String, Decls.Dyn)));
        return env;
    }

    synchronized Checker.CheckResult check(Parser.ParseResult parsed, Source source, Set<String> names) {
        if (declared.size() > MAX_NAMES) {
            declared.clear();
            env = fresh();
        }
        for (String name : names) {
            if (declared.add(name)) {
                env.add(Decls.newVar(name, Decls.Dyn));
            }
        }
        return Checker.Check(parsed, source, env);
    }
}
