package io.everstore.local.bench;

import io.everstore.local.acceptance.Everstore;
import io.everstore.local.audit.Databases;
import io.everstore.local.probe.Await;
import java.time.Duration;

/**
 * The whole local shop, started with nothing in it but a catalogue.
 *
 * @param control kills and starts its nodes
 */
record BenchedShop(Everstore everstore, Control control, Databases databases) {

    /** Deletes what the local shop holds, starts it, and fills it. */
    static BenchedShop open(Catalogue catalogue) {
        Everstore everstore = new Everstore();
        everstore.run("down", "--purge").succeeded();
        everstore.run("up", "--detach").succeeded();
        BenchedShop shop =
                new BenchedShop(everstore, new Control(everstore), everstore.databases());
        catalogue.load(everstore, shop.databases());
        return shop;
    }

    void close() {
        everstore.run("down").succeeded();
    }

    Report report(String name) {
        return new Report(everstore.checkout().resolve("target/" + name));
    }

    /** Lets the load go on; returns the moment, of {@link System#nanoTime}. */
    static long after(Duration duration) {
        Await.pause(duration);
        return System.nanoTime();
    }
}
