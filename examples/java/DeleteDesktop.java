// Deletes one desktop, and only as its plan says: java -cp 'jars/*' DeleteDesktop.java NAME
// Reads what `deskplane env` prints. Needs the official SDK (huaweicloud-sdk-workspace); with DESKPLANE set to the path of our command,
// it verifies the receipt, too.

import com.fasterxml.jackson.databind.JsonNode;
import com.huaweicloud.sdk.core.ClientBuilder;
import com.huaweicloud.sdk.core.HcClient;
import com.huaweicloud.sdk.core.SdkResponse;
import com.huaweicloud.sdk.core.auth.BasicCredentials;
import com.huaweicloud.sdk.core.exception.ServiceResponseException;
import com.huaweicloud.sdk.core.http.FieldExistence;
import com.huaweicloud.sdk.core.http.HttpMethod;
import com.huaweicloud.sdk.core.http.HttpRequestDef;
import com.huaweicloud.sdk.core.http.LocationType;
import com.huaweicloud.sdk.core.utils.JsonUtils;
import com.huaweicloud.sdk.workspace.v2.WorkspaceClient;
import com.huaweicloud.sdk.workspace.v2.model.ListDesktopsRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

public class DeleteDesktop {
    static final Map<String, String> environment = System.getenv();

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length != 1) stop("usage: java -cp 'jars/*' DeleteDesktop.java NAME");
        String name = arguments[0];
        HcClient client = connect();

        // Exactly one: who deletes by name must not take the wrong one.
        List<String> ids = new WorkspaceClient(client)
            .listDesktops(new ListDesktopsRequest().withComputerName(name)).getDesktops().stream()
            .filter(desktop -> name.equals(desktop.getComputerName()))
            .map(desktop -> desktop.getDesktopId())
            .collect(Collectors.toList());
        if (ids.size() != 1) stop("there is not exactly one desktop " + name);
        String path = "/desktops/" + ids.get(0);

        // The SDK's model of a desktop leaves out what only Deskplane has, so that it is read as it is.
        if (read(client, path, Map.of()).at("/desktop/deletion_protection").asBoolean(true)) stop(name + " is protected");

        Map<String, Object> flags = Map.of("email_notification", false);
        JsonNode plan = read(client, path + "/deletion-plan", flags);
        for (JsonNode item : plan.get("items"))
            System.out.println(String.join(" ", item.get("intent").asText(), item.get("kind").asText(), item.get("id").asText()));

        // Only this plan: if anything has changed since, the answer is 412 and nothing is done.
        Answer accepted = null;
        try {
            Map<String, Object> headers = Map.of("If-Match", '"' + plan.get("digest").asText() + '"');
            accepted = send(client, HttpMethod.DELETE, path, flags, headers);
        } catch (ServiceResponseException refusal) {
            stop("the deletion was refused with " + refusal.getHttpStatusCode() + " " + refusal.getErrorCode());
        }

        for (String state = ""; !state.equals("SUCCESS"); Thread.sleep(200)) {
            JsonNode job = read(client, "/workspace-sub-jobs", Map.of("job_id", accepted.jobId)).at("/jobs/0");
            state = job.path("status").asText();
            if (job.isMissingNode() || state.equals("FAILED")) stop("the job " + accepted.jobId + " failed");
            // While its deletion is held up, a job goes on waiting.
            if (read(client, "/deletions/" + ids.get(0), Map.of()).path("state").asText().equals("failed"))
                stop("the deletion is held up: see deskplane deletion watch " + name);
        }
        if (!isGone(client, path)) stop(name + " is still there");
        System.out.println(name + " is gone.");

        String deskplane = environment.get("DESKPLANE");
        if (deskplane != null && !deskplane.isEmpty()) {
            List<ProcessBuilder> getAndVerify = List.of(
                new ProcessBuilder(deskplane, "receipt", "get", ids.get(0)),
                new ProcessBuilder(deskplane, "receipt", "verify", "-").redirectOutput(ProcessBuilder.Redirect.INHERIT));
            for (Process process : ProcessBuilder.startPipeline(getAndVerify))
                if (process.waitFor() != 0) stop("the receipt is not valid: see deskplane receipt verify " + ids.get(0));
        }
    }

    static HcClient connect() {
        BasicCredentials credentials = new BasicCredentials()
            .withAk(environment.get("HUAWEICLOUD_SDK_AK"))
            .withSk(environment.get("HUAWEICLOUD_SDK_SK"))
            .withSecurityToken(environment.get("HUAWEICLOUD_SDK_SECURITY_TOKEN"))
            .withProjectId(environment.get("HUAWEICLOUD_SDK_PROJECT_ID"));
        String region = environment.get("HUAWEICLOUD_SDK_REGION_ID").toUpperCase().replace('-', '_');
        return new ClientBuilder<>(client -> client)
            .withCredential(credentials)
            .withEndpoints(List.of(environment.get("HUAWEICLOUD_SDK_REGION_WORKSPACE_" + region)))
            .build();
    }

    public static class Answer extends SdkResponse {
        String body;
        String jobId;
    }

    /** A call that the SDK has no method for, or none that sends If-Match and shows the job. */
    static Answer send(HcClient client, HttpMethod method, String path, Map<String, Object> query, Map<String, Object> headers) {
        var definition = HttpRequestDef.builder(method, Object.class, Answer.class)
            .withUri("/v2/{project_id}" + path)
            .withContentType("application/json")
            .withResponseField("x-job-id", LocationType.Header, FieldExistence.NULL_IGNORE, String.class,
                field -> field.withMarshaller(answer -> answer.jobId, (answer, text) -> answer.jobId = text))
            .withResponseField("body", LocationType.Body, FieldExistence.NULL_IGNORE, String.class,
                field -> field.withMarshaller(answer -> answer.body, (answer, text) -> answer.body = text));
        query.forEach((name, value) -> definition.withRequestField(name, LocationType.Query, FieldExistence.NULL_IGNORE,
            Object.class, field -> field.withMarshaller(request -> value, (request, given) -> {})));
        headers.forEach((name, value) -> definition.withRequestField(name, LocationType.Header, FieldExistence.NULL_IGNORE,
            Object.class, field -> field.withMarshaller(request -> value, (request, given) -> {})));
        return client.syncInvokeHttp(new Object(), definition.build());
    }

    static JsonNode read(HcClient client, String path, Map<String, Object> query) {
        return JsonUtils.toObject(send(client, HttpMethod.GET, path, query, Map.of()).body, JsonNode.class);
    }

    static boolean isGone(HcClient client, String path) {
        try {
            send(client, HttpMethod.GET, path, Map.of(), Map.of());
            return false;
        } catch (ServiceResponseException refusal) {
            return refusal.getHttpStatusCode() == 404;
        }
    }

    static void stop(String why) {
        System.err.println("DeleteDesktop.java: " + why);
        System.exit(1);
    }
}
