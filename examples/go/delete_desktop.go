// Deletes one desktop, and only as its plan says: go run delete_desktop.go NAME
// Reads what `deskplane env` prints. Needs the official SDK (huaweicloud-sdk-go-v3); with DESKPLANE set to the path of our command, it
// verifies the receipt, too.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/auth/basic"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/def"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/sdkerr"
	workspace "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/workspace/v2"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/services/workspace/v2/model"
)

func main() {
	if len(os.Args) != 2 {
		stop("usage: go run delete_desktop.go NAME")
	}
	name := os.Args[1]
	client := connect()

	// Exactly one: who deletes by name must not take the wrong one.
	listed, err := workspace.NewWorkspaceClient(client).ListDesktops(&model.ListDesktopsRequest{ComputerName: &name})
	check(err)
	ids := []string{}
	for _, desktop := range *listed.Desktops {
		if *desktop.ComputerName == name {
			ids = append(ids, *desktop.DesktopId)
		}
	}
	if len(ids) != 1 {
		stop("there is not exactly one desktop " + name)
	}
	path := "/desktops/" + ids[0]

	// The SDK's model of a desktop leaves out what only Deskplane has, so that it is read as it is.
	var shown struct {
		Desktop struct {
			DeletionProtection *bool `json:"deletion_protection"`
		} `json:"desktop"`
	}
	read(client, path, &values{}, &shown)
	if protected := shown.Desktop.DeletionProtection; protected == nil || *protected {
		stop(name + " is protected")
	}

	noMail := false
	var plan struct {
		Digest string `json:"digest"`
		Items  []struct {
			Intent string `json:"intent"`
			Kind   string `json:"kind"`
			Id     string `json:"id"`
		} `json:"items"`
	}
	read(client, path+"/deletion-plan", &values{EmailNotification: &noMail}, &plan)
	for _, item := range plan.Items {
		fmt.Println(item.Intent, item.Kind, item.Id)
	}

	// Only this plan: if anything has changed since, the answer is 412 and nothing is done.
	digest := `"` + plan.Digest + `"`
	accepted, err := send(client, "DELETE", path, &values{EmailNotification: &noMail, IfMatch: &digest})
	var refusal *sdkerr.ServiceResponseError
	if errors.As(err, &refusal) {
		stop(fmt.Sprintf("the deletion was refused with %d %s", refusal.StatusCode, refusal.ErrorCode))
	}
	check(err)

	for state := ""; state != "SUCCESS"; time.Sleep(200 * time.Millisecond) {
		var followed struct {
			Jobs []struct {
				Status string `json:"status"`
			} `json:"jobs"`
		}
		read(client, "/workspace-sub-jobs", &values{JobId: accepted.JobId}, &followed)
		if len(followed.Jobs) != 1 {
			stop("the job " + *accepted.JobId + " is not there")
		}
		if state = followed.Jobs[0].Status; state == "FAILED" {
			stop("the job " + *accepted.JobId + " failed")
		}
		// While its deletion is held up, a job goes on waiting.
		var deletion struct {
			State string `json:"state"`
		}
		read(client, "/deletions/"+ids[0], &values{}, &deletion)
		if deletion.State == "failed" {
			stop("the deletion is held up: see deskplane deletion watch " + name)
		}
	}
	if _, err := send(client, "GET", path, &values{}); !errors.As(err, &refusal) || refusal.StatusCode != 404 {
		stop(name + " is still there")
	}
	fmt.Println(name + " is gone.")

	if deskplane := os.Getenv("DESKPLANE"); deskplane != "" {
		receipt, err := exec.Command(deskplane, "receipt", "get", ids[0]).Output()
		check(err)
		verify := exec.Command(deskplane, "receipt", "verify", "-")
		verify.Stdin, verify.Stdout, verify.Stderr = bytes.NewReader(receipt), os.Stdout, os.Stderr
		check(verify.Run())
	}
}

func connect() *core.HcHttpClient {
	credentials, err := basic.NewCredentialsBuilder().
		WithAk(os.Getenv("HUAWEICLOUD_SDK_AK")).
		WithSk(os.Getenv("HUAWEICLOUD_SDK_SK")).
		WithSecurityToken(os.Getenv("HUAWEICLOUD_SDK_SECURITY_TOKEN")).
		WithProjectId(os.Getenv("HUAWEICLOUD_SDK_PROJECT_ID")).
		SafeBuild()
	check(err)
	region := strings.ReplaceAll(strings.ToUpper(os.Getenv("HUAWEICLOUD_SDK_REGION_ID")), "-", "_")
	client, err := workspace.WorkspaceClientBuilder().
		WithCredential(credentials).
		WithEndpoints([]string{os.Getenv("HUAWEICLOUD_SDK_REGION_WORKSPACE_" + region)}).
		SafeBuild()
	check(err)
	return client
}

// What may go with a call; what is nil is left out.
type values struct {
	EmailNotification *bool   `json:"email_notification,omitempty"`
	JobId             *string `json:"job_id,omitempty"`
	IfMatch           *string `json:"If-Match,omitempty"`
}

type answer struct {
	Body           string
	JobId          *string
	HttpStatusCode int
}

// A call that the SDK has no method for, or none that sends If-Match and shows the job. On any refusal the error is a ServiceResponseError.
func send(client *core.HcHttpClient, method, path string, given *values) (*answer, error) {
	got := &answer{}
	definition := def.NewHttpRequestDefBuilder().
		WithMethod(method).
		WithPath("/v2/{project_id}" + path).
		WithContentType("application/json").
		WithResponse(got).
		WithRequestField(def.NewFieldDef().WithName("EmailNotification").WithJsonTag("email_notification").WithLocationType(def.Query)).
		WithRequestField(def.NewFieldDef().WithName("JobId").WithJsonTag("job_id").WithLocationType(def.Query)).
		WithRequestField(def.NewFieldDef().WithName("IfMatch").WithJsonTag("If-Match").WithLocationType(def.Header)).
		WithResponseField(def.NewFieldDef().WithName("JobId").WithJsonTag("X-Job-Id").WithKindName("string").WithLocationType(def.Header)).
		WithResponseField(def.NewFieldDef().WithName("Body").WithLocationType(def.Body)).
		Build()
	_, err := client.Sync(given, definition)
	return got, err
}

func read(client *core.HcHttpClient, path string, given *values, into any) {
	got, err := send(client, "GET", path, given)
	check(err)
	check(json.Unmarshal([]byte(got.Body), into))
}

func check(err error) {
	if err != nil {
		stop(err.Error())
	}
}

func stop(why string) {
	fmt.Fprintln(os.Stderr, "delete_desktop.go: "+why)
	os.Exit(1)
}
