package io.penstock.itest;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * The JVM's second compiler (C2). It builds the classes it has seen into its code, and while a thread is inside such code,
 * idle in a pool's loop for instance, those classes and their loader are not collected. That is the JVM's doing: whoever
 * looks for class loaders that are ours to let go turns it off.
 */
final class OptimizingCompiler {
    private static final String EXCLUDE_ALL = "[{match: \"*.*\", c2: {Exclude: true}}]";

    private OptimizingCompiler() {
    }

    /** Methods are compiled by the first compiler alone from now on; {@code folder} takes the directive. */
    static void off(Path folder) throws Exception {
        Path directives = Files.writeString(folder.resolve("compiler.json"), EXCLUDE_ALL);
        ManagementFactory.getPlatformMBeanServer().invoke(name(), "compilerDirectivesAdd",
                new Object[] {new String[] {directives.toString()}}, new String[] {String[].class.getName()});
    }

    /** As usual again. */
    static void on() throws JMException {
        ManagementFactory.getPlatformMBeanServer().invoke(name(), "compilerDirectivesClear", new Object[0], new String[0]);
    }

    private static ObjectName name() throws JMException {
        return new ObjectName("com.sun.management:type=DiagnosticCommand");
    }
}
