package io.penstock.cli.command;

import io.penstock.admin.api.AdminClient;
import io.penstock.cli.launch.LaunchOptions;
import io.penstock.cli.launch.Mode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which running Penstock a command means. */
final class Connection {
    @Option(names = "--data", paramLabel = "FOLDER", description = "The data folder of the Penstock meant.")
    private Path data;
    @Option(names = "--local", description = "The one of this machine, whatever server is chosen.")
    private boolean local;

    Path data() {
        return data != null ? data.toAbsolutePath() : LaunchOptions.ofProcess(Mode.UP).data();
    }

    AdminClient open() {
        return AdminClient.connect(data());
    }

    /** Every value of the answer. */
    List<Object> ask(String command, Map<String, ?> arguments) {
        List<Object> values = new ArrayList<>();
        try (AdminClient client = open()) {
            client.call(command, arguments, values::add);
        }
        return values;
    }
}
