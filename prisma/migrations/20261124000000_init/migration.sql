-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('commander', 'analyst', 'manager');

-- CreateEnum
CREATE TYPE "Severity" AS ENUM ('critical', 'high', 'moderate', 'low');

-- CreateEnum
CREATE TYPE "Phase" AS ENUM ('detection', 'containment', 'forensics', 'recovery', 'review');

-- CreateEnum
CREATE TYPE "StepKind" AS ENUM ('quarantine', 'capture', 'scaleToZero');

-- CreateEnum
CREATE TYPE "StepState" AS ENUM ('running', 'succeeded', 'failed', 'unknown', 'undone');

-- CreateEnum
CREATE TYPE "ArtifactState" AS ENUM ('collecting', 'sealed', 'partial', 'failed');

-- CreateEnum
CREATE TYPE "CustodyKind" AS ENUM ('collected', 'viewed', 'exported', 'verified');

-- CreateTable
CREATE TABLE "Person" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "role" "Role" NOT NULL,
    "passwordHash" TEXT NOT NULL,
    "disabledAt" TIMESTAMPTZ(6),
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SignInSession" (
    "id" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(6) NOT NULL,
    "revokedAt" TIMESTAMPTZ(6),
    "userAgent" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "SignInSession_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SetupToken" (
    "tokenHash" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "usedAt" TIMESTAMPTZ(6),

    CONSTRAINT "SetupToken_pkey" PRIMARY KEY ("tokenHash")
);

-- CreateTable
CREATE TABLE "Cluster" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "server" TEXT NOT NULL,
    "drill" BOOLEAN NOT NULL DEFAULT false,
    "actionsEnabled" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Cluster_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Case" (
    "id" UUID NOT NULL,
    "number" SERIAL NOT NULL,
    "title" TEXT NOT NULL,
    "severity" "Severity" NOT NULL,
    "phase" "Phase" NOT NULL DEFAULT 'detection',
    "commanderId" UUID NOT NULL,
    "clusterId" TEXT NOT NULL,
    "drill" BOOLEAN NOT NULL DEFAULT false,
    "detectedAt" TIMESTAMPTZ(6) NOT NULL,
    "openedAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "containedAt" TIMESTAMPTZ(6),
    "closedAt" TIMESTAMPTZ(6),

    CONSTRAINT "Case_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Suspect" (
    "id" UUID NOT NULL,
    "caseId" UUID NOT NULL,
    "podUid" TEXT NOT NULL,
    "namespace" TEXT NOT NULL,
    "podName" TEXT NOT NULL,
    "node" TEXT,
    "serviceAccount" TEXT NOT NULL,
    "ownerChain" JSONB NOT NULL,
    "images" JSONB NOT NULL,
    "addedAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Suspect_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "StepRun" (
    "id" UUID NOT NULL,
    "caseId" UUID NOT NULL,
    "suspectId" UUID NOT NULL,
    "step" "StepKind" NOT NULL,
    "undoOf" UUID,
    "state" "StepState" NOT NULL DEFAULT 'running',
    "planHash" TEXT NOT NULL,
    "plan" JSONB NOT NULL,
    "result" JSONB,
    "startedById" UUID NOT NULL,
    "startedAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endedAt" TIMESTAMPTZ(6),

    CONSTRAINT "StepRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "GateOverride" (
    "id" UUID NOT NULL,
    "caseId" UUID NOT NULL,
    "suspectId" UUID NOT NULL,
    "gate" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "personId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "GateOverride_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ActionRecord" (
    "seq" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "actionId" UUID NOT NULL,
    "recordedAt" TIMESTAMPTZ(3) NOT NULL,
    "personId" UUID,
    "clusterId" TEXT,
    "caseId" UUID,
    "body" TEXT NOT NULL,
    "prevHash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "ActionRecord_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "TimelineEntry" (
    "id" UUID NOT NULL,
    "caseId" UUID NOT NULL,
    "occurredAt" TIMESTAMPTZ(6) NOT NULL,
    "recordedAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "source" TEXT NOT NULL,
    "occurredFrom" TEXT NOT NULL,
    "sentence" TEXT NOT NULL,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "personId" UUID,
    "dedupeKey" TEXT,
    "count" INTEGER NOT NULL DEFAULT 1,
    "firstAt" TIMESTAMPTZ(6),
    "goneFromSource" TIMESTAMPTZ(6),

    CONSTRAINT "TimelineEntry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Artifact" (
    "id" UUID NOT NULL,
    "caseId" UUID NOT NULL,
    "suspectId" UUID NOT NULL,
    "stepRunId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "collector" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "container" TEXT,
    "command" TEXT NOT NULL,
    "contentType" TEXT NOT NULL,
    "state" "ArtifactState" NOT NULL DEFAULT 'collecting',
    "reason" TEXT,
    "sensitive" BOOLEAN NOT NULL DEFAULT false,
    "sizeBytes" BIGINT NOT NULL DEFAULT 0,
    "sha256" TEXT,
    "collectedById" UUID NOT NULL,
    "startedAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sealedAt" TIMESTAMPTZ(6),
    "actionId" UUID,

    CONSTRAINT "Artifact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CustodyEvent" (
    "id" UUID NOT NULL,
    "artifactId" UUID NOT NULL,
    "kind" "CustodyKind" NOT NULL,
    "personId" UUID NOT NULL,
    "occurredAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sha256" TEXT,
    "detail" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "CustodyEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LiveEvent" (
    "id" BIGSERIAL NOT NULL,
    "topic" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "LiveEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RateLimit" (
    "key" TEXT NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "RateLimit_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "Lease" (
    "name" TEXT NOT NULL,
    "holder" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "Lease_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE UNIQUE INDEX "Person_email_key" ON "Person"("email");

-- CreateIndex
CREATE INDEX "SignInSession_personId_idx" ON "SignInSession"("personId");

-- CreateIndex
CREATE UNIQUE INDEX "Case_number_key" ON "Case"("number");

-- CreateIndex
CREATE INDEX "Case_clusterId_closedAt_idx" ON "Case"("clusterId", "closedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Suspect_caseId_podUid_key" ON "Suspect"("caseId", "podUid");

-- CreateIndex
CREATE INDEX "StepRun_caseId_idx" ON "StepRun"("caseId");

-- CreateIndex
CREATE UNIQUE INDEX "StepRun_suspectId_planHash_key" ON "StepRun"("suspectId", "planHash");

-- CreateIndex
CREATE UNIQUE INDEX "GateOverride_suspectId_gate_key" ON "GateOverride"("suspectId", "gate");

-- CreateIndex
CREATE UNIQUE INDEX "ActionRecord_hash_key" ON "ActionRecord"("hash");

-- CreateIndex
CREATE INDEX "ActionRecord_caseId_idx" ON "ActionRecord"("caseId");

-- CreateIndex
CREATE INDEX "ActionRecord_recordedAt_idx" ON "ActionRecord"("recordedAt");

-- CreateIndex
CREATE UNIQUE INDEX "ActionRecord_actionId_kind_key" ON "ActionRecord"("actionId", "kind");

-- CreateIndex
CREATE INDEX "TimelineEntry_caseId_occurredAt_idx" ON "TimelineEntry"("caseId", "occurredAt");

-- CreateIndex
CREATE UNIQUE INDEX "TimelineEntry_caseId_dedupeKey_key" ON "TimelineEntry"("caseId", "dedupeKey");

-- CreateIndex
CREATE INDEX "Artifact_stepRunId_idx" ON "Artifact"("stepRunId");

-- CreateIndex
CREATE UNIQUE INDEX "Artifact_caseId_number_key" ON "Artifact"("caseId", "number");

-- CreateIndex
CREATE INDEX "CustodyEvent_artifactId_occurredAt_idx" ON "CustodyEvent"("artifactId", "occurredAt");

-- CreateIndex
CREATE INDEX "LiveEvent_createdAt_idx" ON "LiveEvent"("createdAt");

-- AddForeignKey
ALTER TABLE "SignInSession" ADD CONSTRAINT "SignInSession_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Case" ADD CONSTRAINT "Case_clusterId_fkey" FOREIGN KEY ("clusterId") REFERENCES "Cluster"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Suspect" ADD CONSTRAINT "Suspect_caseId_fkey" FOREIGN KEY ("caseId") REFERENCES "Case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StepRun" ADD CONSTRAINT "StepRun_caseId_fkey" FOREIGN KEY ("caseId") REFERENCES "Case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StepRun" ADD CONSTRAINT "StepRun_suspectId_fkey" FOREIGN KEY ("suspectId") REFERENCES "Suspect"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GateOverride" ADD CONSTRAINT "GateOverride_caseId_fkey" FOREIGN KEY ("caseId") REFERENCES "Case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TimelineEntry" ADD CONSTRAINT "TimelineEntry_caseId_fkey" FOREIGN KEY ("caseId") REFERENCES "Case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Artifact" ADD CONSTRAINT "Artifact_caseId_fkey" FOREIGN KEY ("caseId") REFERENCES "Case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Artifact" ADD CONSTRAINT "Artifact_suspectId_fkey" FOREIGN KEY ("suspectId") REFERENCES "Suspect"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CustodyEvent" ADD CONSTRAINT "CustodyEvent_artifactId_fkey" FOREIGN KEY ("artifactId") REFERENCES "Artifact"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
