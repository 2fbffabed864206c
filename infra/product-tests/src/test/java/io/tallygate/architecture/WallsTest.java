package io.tallygate.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The walls of the house, as `.github/STYLE.md` draws them. A failure names the class that leans through a wall.
@AnalyzeClasses(locations = HouseLocations.class)
class WallsTest {

    @ArchTest
    static final ArchRule modules_point_one_way = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("portal")
            .definedBy("io.tallygate.portal..")
            .layer("gateway")
            .definedBy("io.tallygate.gateway..")
            .layer("billing")
            .definedBy("io.tallygate.billing..")
            .layer("metering")
            .definedBy("io.tallygate.metering..")
            .whereLayer("portal")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("gateway")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("billing")
            .mayOnlyBeAccessedByLayers("portal")
            .because("portal -> billing -> metering <- gateway: portal and gateway can be changed and restarted alone");

    @ArchTest
    static final ArchRule portal_rooms_have_no_cycles = slices().assignedFrom(new PortalRooms())
            .should()
            .beFreeOfCycles()
            .because("a room that two others lean on in a circle cannot be read, tested or moved alone");

    @ArchTest
    static final ArchRule gateway_rooms_have_no_cycles = roomsAreFreeOfCycles("gateway");

    @ArchTest
    static final ArchRule billing_rooms_have_no_cycles = roomsAreFreeOfCycles("billing");

    @ArchTest
    static final ArchRule metering_rooms_have_no_cycles = roomsAreFreeOfCycles("metering");

    @ArchTest
    static final ArchRule client_rooms_have_no_cycles = roomsAreFreeOfCycles("cli");

    @ArchTest
    static final ArchRule a_store_belongs_to_its_room = classes()
            .that()
            .resideInAPackage("..store..")
            .should(beUsedByTheirOwnRoomOnly())
            .allowEmptyShould(true)
            .because("tables stay behind the room that owns them; other rooms ask the room, not its store");

    @ArchTest
    static final ArchRule only_web_knows_http = noClasses()
            .that()
            .resideInAPackage("io.tallygate.portal..")
            .and()
            .resideOutsideOfPackages("..web..", "..frame..", "..portal.api..", "..portal.identity..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.ws.rs..", "jakarta.servlet..", "jakarta.mvc..")
            .because("a room's rules must not depend on how they are asked for: HTTP ends in web/");

    @ArchTest
    static final ArchRule only_the_gateway_knows_netty = noClasses()
            .that()
            .resideOutsideOfPackage("io.tallygate.gateway..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty..")
            .because("the data plane is the only place where the event loop's rules hold");

    @ArchTest
    static final ArchRule routes_know_no_netty = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.tallygate.gateway.route..",
                    "io.tallygate.gateway.consumer..",
                    "io.tallygate.gateway.counter..",
                    "io.tallygate.gateway.config..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty..")
            .because("what is decided about a call can be tested without a connection");

    @ArchTest
    static final ArchRule metering_and_billing_know_no_server = noClasses()
            .that()
            .resideInAnyPackage("io.tallygate.metering..", "io.tallygate.billing..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "jakarta.servlet..",
                    "jakarta.ws.rs..",
                    "jakarta.enterprise..",
                    "io.netty..",
                    "jakarta.transaction..")
            .because("they are plain jars that the gateway, the portal and a test can all hold");

    @ArchTest
    static final ArchRule only_one_room_speaks_to_clickhouse = noClasses()
            .that()
            .resideInAPackage("io.tallygate..")
            .and()
            .resideOutsideOfPackages("io.tallygate.metering.clickhouse..", "io.tallygate.clickhouse..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.clickhouse..")
            .because("the store's dialect stays in metering/clickhouse");

    @ArchTest
    static final ArchRule money_is_never_a_double = noClasses()
            .that()
            .resideInAnyPackage("io.tallygate.billing..")
            .and()
            .resideOutsideOfPackage("io.tallygate.billing.document..")
            .should(haveADoubleInAFieldOrSignature())
            .because("amounts, prices and quantities are decimals from end to end");

    @ArchTest
    static final ArchRule a_judge_shares_no_code_with_the_judged = noClasses()
            .that()
            .resideInAPackage("io.tallygate.load..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.tallygate..").and(resideOutsideOfPackage("io.tallygate.load..")))
            .because("benchmarks and fault drills must not share the product's mistakes: they know its ports only");

    @ArchTest
    static final ArchRule the_client_knows_the_api_only = noClasses()
            .that()
            .resideInAPackage("io.tallygate.cli..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.tallygate..").and(resideOutsideOfPackage("io.tallygate.cli..")))
            .because("what the client can do, every program can do: it speaks the control API and shares no code");

    private static ArchRule roomsAreFreeOfCycles(String module) {
        return slices().matching("io.tallygate." + module + ".(*)..")
                .should()
                .beFreeOfCycles()
                .because("a room that two others lean on in a circle cannot be read, tested or moved alone");
    }

    /// The doors of a room (`web/`) count as a slice of their own. What all doors share (`api/`, `frame/`) asks the
    /// core of `account/` and `tenancy/` who is calling, and the doors of those two stand on it like all others.
    /// A core that leans on a door still closes a circle.
    private static final class PortalRooms implements SliceAssignment {
        private static final Pattern ROOM = Pattern.compile("io\\.tallygate\\.portal\\.(\\w+)(\\.web)?(\\..*)?");

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            Matcher room = ROOM.matcher(type.getPackageName());
            return room.matches()
                    ? SliceIdentifier.of(room.group(1), room.group(2) == null ? "core" : "web")
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "rooms of the portal, each with its core and its web";
        }
    }

    private static ArchCondition<JavaClass> beUsedByTheirOwnRoomOnly() {
        return new ArchCondition<>("be used by their own room only") {
            @Override
            public void check(JavaClass stored, ConditionEvents events) {
                String room = stored.getPackageName().replaceFirst("\\.store(\\..*)?$", "");
                stored.getDirectDependenciesToSelf().stream()
                        .filter(use -> !(use.getOriginClass().getPackageName() + ".").startsWith(room + "."))
                        .forEach(use -> events.add(SimpleConditionEvent.violated(stored, use.getDescription())));
            }
        };
    }

    private static ArchCondition<JavaClass> haveADoubleInAFieldOrSignature() {
        return new ArchCondition<>("have a double or float in a field or signature") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getFields().stream()
                        .filter(field -> isFloating(field.getRawType()))
                        .forEach(field -> events.add(SimpleConditionEvent.satisfied(field, field.getDescription())));
                type.getMethods().stream()
                        .filter(method -> isFloating(method.getRawReturnType())
                                || method.getRawParameterTypes().stream().anyMatch(WallsTest::isFloating))
                        .forEach(method -> events.add(SimpleConditionEvent.satisfied(method, method.getDescription())));
            }
        };
    }

    private static boolean isFloating(JavaClass type) {
        return type.isEquivalentTo(double.class)
                || type.isEquivalentTo(float.class)
                || type.isEquivalentTo(Double.class)
                || type.isEquivalentTo(Float.class);
    }
}
