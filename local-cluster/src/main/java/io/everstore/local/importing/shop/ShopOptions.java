package io.everstore.local.importing.shop;

import io.everstore.local.topology.Home;
import io.everstore.local.transport.Transport;
import java.net.URI;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which shop a command talks to, and as whom; a mixin for commands. */
public final class ShopOptions {

    @Option(
            names = "--url",
            description =
                    "The shop; by default the local one, http://localhost:8080 or https. With"
                            + " EVERSTORE_CERTIFICATES (a directory with tls.pem and ca.crt) another"
                            + " one is believed if it is of that authority.")
    private @Nullable URI given;

    @Option(names = "--user", description = "Who signs in; by default a user of the demo.")
    private @Nullable String user;

    @Option(
            names = "--password",
            defaultValue = "${env:EVERSTORE_PASSWORD}",
            showDefaultValue = Visibility.NEVER,
            description = "The password; better given as EVERSTORE_PASSWORD.")
    private @Nullable String password;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    /**
     * A client for these options.
     *
     * @param demoUser signs in if no user is named
     * @throws ParameterException if the address is none
     */
    public ShopClient connect(Credentials demoUser) {
        Transport local = Transport.of(Home.locate());
        URI url = given == null ? local.shop() : given;
        if (url.getHost() == null
                || !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
            throw new ParameterException(
                    command.commandLine(), "--url is an address such as http://localhost:8080");
        }
        var credentials =
                new Credentials(
                        user == null ? demoUser.username() : user,
                        password == null ? demoUser.password() : password);
        boolean isLocal = url.equals(local.shop());
        return new ShopClient(
                url,
                isLocal ? local : Transport.elsewhere(System.getenv()),
                credentials,
                InstantSource.system());
    }
}
