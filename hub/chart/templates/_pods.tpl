{{- /* What all pods of this chart have in common. */ -}}

{{- define "lyceum.labels" -}}
app.kubernetes.io/name: lyceum
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
{{- end }}

{{- define "lyceum.secret" -}}
{{ .Values.secret.existing | default "lyceum" }}
{{- end }}

{{- /* What hub, service and culler know of each other, made once. */ -}}
{{- define "lyceum.secrets" -}}
service_token culler_token metrics_token cli_token dask_gateway_token webhooks learning
{{- end }}

{{- define "lyceum.image" -}}
{{ required "image.name must name the hub's image" .Values.image.name }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}

{{- define "lyceum.pod" -}}
automountServiceAccountToken: false
enableServiceLinks: false # else the cluster puts names as LYCEUM_PORT into the environment
securityContext:
  runAsNonRoot: true
  runAsUser: 1000
  runAsGroup: 1000
  fsGroup: 1000
  seccompProfile: {type: RuntimeDefault}
{{- with .Values.image.pullSecrets }}
imagePullSecrets: {{ toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector: {{ toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations: {{ toYaml . | nindent 2 }}
{{- end }}
volumes:
  - name: state
    emptyDir: {}
  - name: tmp
    emptyDir: {}
  - name: secrets
    secret:
      secretName: {{ include "lyceum.secret" . }}
      items:
        {{- range include "lyceum.secrets" . | splitList " " }}
        - {key: {{ . }}, path: {{ . }}}
        {{- end }}
  - name: files
    configMap: {name: lyceum-files}
  {{- with .Values.shared.claim }}
  - name: shared
    persistentVolumeClaim: {claimName: {{ . }}}
  {{- end }}
  {{- with .Values.extraVolumes }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}

{{- define "lyceum.container" -}}
image: {{ include "lyceum.image" . }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
envFrom:
  - configMapRef: {name: lyceum-settings}
  {{- with .Values.envFrom }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
volumeMounts:
  - {name: state, mountPath: {{ .Values.settings.LYCEUM_STATE }}}
  - {name: secrets, mountPath: {{ .Values.settings.LYCEUM_STATE }}/secrets, readOnly: true}
  - {name: files, mountPath: /etc/lyceum, readOnly: true}
  - {name: tmp, mountPath: /tmp}
  {{- if .Values.shared.claim }}
  - {name: shared, mountPath: {{ .Values.settings.LYCEUM_SHARED }}, subPath: everybody, readOnly: true}
  {{- end }}
  {{- with .Values.extraVolumeMounts }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}

{{- define "lyceum.env" -}}
- name: LYCEUM_DATABASE_URL
  valueFrom: {secretKeyRef: {name: {{ include "lyceum.secret" . }}, key: database_url}}
- name: LYCEUM_SMTP_URL
  valueFrom: {secretKeyRef: {name: {{ include "lyceum.secret" . }}, key: smtp_url, optional: true}}
{{- with .Values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "lyceum.checksums" -}}
lyceum/settings: {{ toJson (list .Values.settings .Values.files .Values.secret) | sha256sum }}
{{- end }}
