package io.penstock.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Takes rights and room from a process, without asking for any for the test: permissions count for root, too, once it has
 * no capabilities; files that may not grow are as good as a full disk, and any user may set that limit for his processes.
 */
final class Limits {
    private static final String UNLIMITED = "unlimited";

    private Limits() {
    }

    /** The command in front of one for which permissions count: for a user who is not root, none. */
    static List<String> noPrivileges() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return List.of();
        }
        need("setpriv", "permissions do not count for root, whom only that can take its capabilities");
        return List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all");
    }

    /** The command in front of one whose files may not grow beyond a size until {@link #room}. */
    static List<String> noRoom(long fileBytes) {
        need("prlimit", "nothing else makes files stop growing, and grow again");
        return List.of("prlimit", "--fsize=" + fileBytes + ":" + UNLIMITED);
    }

    /** From now on, files of the process may not grow beyond a size. */
    static void noRoom(StartedProcess process, long fileBytes) throws Exception {
        set(process, Long.toString(fileBytes));
    }

    /** Takes the limit off. */
    static void room(StartedProcess process) throws Exception {
        set(process, UNLIMITED);
    }

    private static void set(StartedProcess process, String limit) throws Exception {
        need("prlimit", "nothing else makes files stop growing, and grow again");
        Process set = new ProcessBuilder("prlimit", "--pid", Long.toString(process.pid()),
                "--fsize=" + limit + ":" + UNLIMITED).inheritIO().start();
        assertThat(set.waitFor()).isZero();
    }

    private static void need(String command, String why) {
        assumeTrue(Stream.of(System.getenv("PATH").split(File.pathSeparator)).anyMatch(folder ->
                Files.isExecutable(Path.of(folder, command))), "needs " + command + " of util-linux: " + why);
    }
}
