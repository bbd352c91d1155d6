package io.penstock.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.admin.AdminCommand;
import io.penstock.core.admin.AdminReply;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalCommandsTest {
    /** Tells what it was asked, and who loaded it. */
    public static final class Echo implements AdminCommand {
        @Override
        public String name() {
            return "sample.echo";
        }

        @Override
        public void run(Map<String, Object> arguments, AdminReply reply) {
            reply.send(arguments);
            reply.send(getClass().getClassLoader().getName());
        }
    }

    @TempDir
    private Path folder;

    @Test
    void runsTheClassABundlesManifestNames() throws Exception {
        CommandJar.write(folder.resolve("bundles/other.jar"), "sample.other", Echo.class);
        CommandJar.write(folder.resolve("bundles/sample.jar"), "sample.echo", Echo.class);
        List<Object> sent = new ArrayList<>();

        LocalCommands.of(folder.resolve("bundles"), folder.resolve("system")).run("sample.echo", Map.of("a", 1), sent::add);

        assertThat(sent).containsExactly(Map.of("a", 1), "sample.jar");
    }

    @Test
    void saysSoWhenNoBundleCan() {
        assertThatThrownBy(() -> LocalCommands.of(folder, folder).run("sample.echo", Map.of(), sent -> { }))
                .isInstanceOfSatisfying(PenstockException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.NOT_FOUND))
                .hasMessageContaining("sample.echo");
    }
}
