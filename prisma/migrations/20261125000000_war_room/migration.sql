-- CreateEnum
CREATE TYPE "CaseRole" AS ENUM ('deputy', 'analyst', 'scribe', 'liaison');

-- CreateEnum
CREATE TYPE "HandOverState" AS ENUM ('offered', 'accepted', 'declined', 'withdrawn');

-- CreateEnum
CREATE TYPE "TaskState" AS ENUM ('open', 'done', 'dropped');

-- CreateEnum
CREATE TYPE "AssetKind" AS ENUM ('pod', 'serviceAccount', 'secret', 'node', 'image', 'address');

-- CreateEnum
CREATE TYPE "AssetState" AS ENUM ('suspected', 'confirmed', 'cleared', 'contained', 'rebuilt');

-- CreateEnum
CREATE TYPE "AnnotationKind" AS ENUM ('comment', 'tag', 'star', 'keyEvent', 'technique', 'link');

-- CreateEnum
CREATE TYPE "ChecklistState" AS ENUM ('open', 'doing', 'done', 'skipped');

-- CreateEnum
CREATE TYPE "CriterionState" AS ENUM ('open', 'met', 'overridden');

-- CreateEnum
CREATE TYPE "ReadinessStatus" AS ENUM ('pass', 'partial', 'fail', 'unknown');

-- CreateEnum
CREATE TYPE "ChannelKind" AS ENUM ('slack', 'teams', 'email');

-- DropIndex
DROP INDEX "TimelineEntry_caseId_occurredAt_idx";

-- AlterTable
ALTER TABLE "Person" ADD COLUMN     "externalId" TEXT,
ALTER COLUMN "passwordHash" DROP NOT NULL;

-- AlterTable
ALTER TABLE "Cluster" ADD COLUMN     "colour" TEXT,
ADD COLUMN     "label" TEXT;

-- AlterTable
ALTER TABLE "Case" ADD COLUMN     "closedById" UUID,
ADD COLUMN     "lastReportAt" TIMESTAMPTZ(6),
ADD COLUMN     "result" TEXT,
ADD COLUMN     "updateEvery" INTEGER;

-- AlterTable
ALTER TABLE "TimelineEntry" ADD COLUMN     "emitter" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "groupId" UUID,
ADD COLUMN     "hiddenAt" TIMESTAMPTZ(6),
ADD COLUMN     "hiddenById" UUID,
ADD COLUMN     "hiddenReason" TEXT,
ADD COLUMN     "sortAt" TIMESTAMPTZ(6),
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- Entries that are there already: their sources have no known skew.
UPDATE "TimelineEntry" SET "sortAt" = "occurredAt";
ALTER TABLE "TimelineEntry" ALTER COLUMN "sortAt" SET NOT NULL;

-- CreateTable
CREATE TABLE "Invitation" (
    "id" UUID NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL DEFAULT '',
    "role" "Role" NOT NULL,
    "createdById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(6) NOT NULL,
    "usedAt" TIMESTAMPTZ(6),
    "revokedAt" TIMESTAMPTZ(6),
    "personId" UUID,

    CONSTRAINT "Invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ApiToken" (
    "id" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "scopes" TEXT[],
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(6) NOT NULL,
    "lastUsedAt" TIMESTAMPTZ(6),
    "revokedAt" TIMESTAMPTZ(6),

    CONSTRAINT "ApiToken_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PastedCluster" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,
    "createdById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "removedAt" TIMESTAMPTZ(6),

    CONSTRAINT "PastedCluster_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CaseMember" (
    "caseId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "role" "CaseRole" NOT NULL,
    "since" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CaseMember_pkey" PRIMARY KEY ("caseId","role","personId")
);

-- CreateTable
CREATE TABLE "HandOver" (
    "id" UUID NOT NULL,
    "caseId" UUID NOT NULL,
    "fromId" UUID NOT NULL,
    "toId" UUID NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "state" "HandOverState" NOT NULL DEFAULT 'offered',
    "offeredAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "answeredAt" TIMESTAMPTZ(6),

    CONSTRAINT "HandOver_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Task" (
    "id" UUID NOT NULL,
    "caseId" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "ownerId" UUID,
    "dueAt" TIMESTAMPTZ(6),
    "state" "TaskState" NOT NULL DEFAULT 'open',
    "createdById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endedAt" TIMESTAMPTZ(6),
    "endedById" UUID,

    CONSTRAINT "Task_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Asset" (
    "id" UUID NOT NULL,
    "caseId" UUID NOT NULL,
    "kind" "AssetKind" NOT NULL,
    "name" TEXT NOT NULL,
    "state" "AssetState" NOT NULL DEFAULT 'suspected',
    "reason" TEXT NOT NULL DEFAULT '',
    "addedById" UUID,
    "addedAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changedById" UUID,
    "changedAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Asset_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "EntryVersion" (
    "id" UUID NOT NULL,
    "entryId" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "sentence" TEXT NOT NULL,
    "occurredAt" TIMESTAMPTZ(6) NOT NULL,
    "personId" UUID,
    "replacedAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "replacedById" UUID NOT NULL,
    "reason" TEXT NOT NULL,

    CONSTRAINT "EntryVersion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Annotation" (
    "id" UUID NOT NULL,
    "caseId" UUID NOT NULL,
    "entryId" UUID NOT NULL,
    "kind" "AnnotationKind" NOT NULL,
    "value" TEXT NOT NULL DEFAULT '',
    "version" INTEGER NOT NULL DEFAULT 1,
    "personId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "editedAt" TIMESTAMPTZ(6),
    "removedAt" TIMESTAMPTZ(6),
    "removedById" UUID,

    CONSTRAINT "Annotation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "EntryGroup" (
    "id" UUID NOT NULL,
    "caseId" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "createdById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "dissolvedAt" TIMESTAMPTZ(6),

    CONSTRAINT "EntryGroup_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SourceSkew" (
    "id" UUID NOT NULL,
    "caseId" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "emitter" TEXT NOT NULL DEFAULT '',
    "skewMs" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "setById" UUID NOT NULL,
    "setAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "SourceSkew_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Draft" (
    "caseId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "place" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "baseVersion" INTEGER,
    "updatedAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Draft_pkey" PRIMARY KEY ("caseId","personId","place")
);

-- CreateTable
CREATE TABLE "Presence" (
    "caseId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "sessionId" UUID NOT NULL,
    "screen" TEXT NOT NULL,
    "seenAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Presence_pkey" PRIMARY KEY ("caseId","sessionId")
);

-- CreateTable
CREATE TABLE "PlaybookVersion" (
    "id" UUID NOT NULL,
    "phase" "Phase" NOT NULL,
    "version" INTEGER NOT NULL,
    "content" JSONB NOT NULL,
    "basedOn" INTEGER NOT NULL,
    "createdById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "edition" INTEGER NOT NULL DEFAULT 1,
    "publishedAt" TIMESTAMPTZ(6),
    "publishedById" UUID,
    "changeNote" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "PlaybookVersion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PlaybookReview" (
    "id" UUID NOT NULL,
    "phase" "Phase" NOT NULL,
    "version" INTEGER NOT NULL,
    "personId" UUID NOT NULL,
    "reviewedAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "nextDueAt" TIMESTAMPTZ(6) NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "PlaybookReview_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ChecklistStep" (
    "id" UUID NOT NULL,
    "caseId" UUID NOT NULL,
    "phase" "Phase" NOT NULL,
    "key" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "playbookVersion" INTEGER NOT NULL,
    "content" JSONB NOT NULL,
    "state" "ChecklistState" NOT NULL DEFAULT 'open',
    "ownerId" UUID,
    "note" TEXT NOT NULL DEFAULT '',
    "artifactId" UUID,
    "changedById" UUID,
    "changedAt" TIMESTAMPTZ(6),

    CONSTRAINT "ChecklistStep_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ChecklistCriterion" (
    "id" UUID NOT NULL,
    "caseId" UUID NOT NULL,
    "phase" "Phase" NOT NULL,
    "key" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "content" JSONB NOT NULL,
    "state" "CriterionState" NOT NULL DEFAULT 'open',
    "reason" TEXT NOT NULL DEFAULT '',
    "changedById" UUID,
    "changedAt" TIMESTAMPTZ(6),

    CONSTRAINT "ChecklistCriterion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "StatusReport" (
    "id" UUID NOT NULL,
    "caseId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "content" JSONB NOT NULL,
    "upTo" TIMESTAMPTZ(6) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sentAt" TIMESTAMPTZ(6),
    "sentById" UUID,

    CONSTRAINT "StatusReport_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ReportDelivery" (
    "id" UUID NOT NULL,
    "reportId" UUID NOT NULL,
    "channelId" UUID,
    "channelName" TEXT NOT NULL,
    "kind" "ChannelKind" NOT NULL,
    "outcome" TEXT,
    "words" TEXT NOT NULL DEFAULT '',
    "startedAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endedAt" TIMESTAMPTZ(6),

    CONSTRAINT "ReportDelivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Channel" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" "ChannelKind" NOT NULL,
    "sealed" BYTEA NOT NULL,
    "createdById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "removedAt" TIMESTAMPTZ(6),

    CONSTRAINT "Channel_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Attestation" (
    "id" UUID NOT NULL,
    "check" TEXT NOT NULL,
    "status" "ReadinessStatus" NOT NULL,
    "notes" TEXT NOT NULL DEFAULT '',
    "links" JSONB NOT NULL DEFAULT '[]',
    "personId" UUID NOT NULL,
    "attestedAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "validUntil" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "Attestation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ReadinessPlan" (
    "check" TEXT NOT NULL,
    "ownerId" UUID,
    "ownerName" TEXT NOT NULL DEFAULT '',
    "dueAt" TIMESTAMPTZ(6),
    "changedById" UUID NOT NULL,
    "changedAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ReadinessPlan_pkey" PRIMARY KEY ("check")
);

-- CreateIndex
CREATE UNIQUE INDEX "Invitation_tokenHash_key" ON "Invitation"("tokenHash");

-- CreateIndex
CREATE UNIQUE INDEX "ApiToken_tokenHash_key" ON "ApiToken"("tokenHash");

-- CreateIndex
CREATE INDEX "ApiToken_personId_idx" ON "ApiToken"("personId");

-- CreateIndex
CREATE UNIQUE INDEX "PastedCluster_name_key" ON "PastedCluster"("name");

-- CreateIndex
CREATE INDEX "HandOver_caseId_offeredAt_idx" ON "HandOver"("caseId", "offeredAt");

-- CreateIndex
CREATE INDEX "Task_caseId_state_idx" ON "Task"("caseId", "state");

-- CreateIndex
CREATE INDEX "Task_ownerId_state_idx" ON "Task"("ownerId", "state");

-- CreateIndex
CREATE UNIQUE INDEX "Asset_caseId_kind_name_key" ON "Asset"("caseId", "kind", "name");

-- CreateIndex
CREATE UNIQUE INDEX "EntryVersion_entryId_version_key" ON "EntryVersion"("entryId", "version");

-- CreateIndex
CREATE INDEX "Annotation_entryId_idx" ON "Annotation"("entryId");

-- CreateIndex
CREATE INDEX "Annotation_caseId_kind_value_idx" ON "Annotation"("caseId", "kind", "value");

-- CreateIndex
CREATE INDEX "EntryGroup_caseId_idx" ON "EntryGroup"("caseId");

-- CreateIndex
CREATE UNIQUE INDEX "SourceSkew_caseId_source_emitter_key" ON "SourceSkew"("caseId", "source", "emitter");

-- CreateIndex
CREATE INDEX "Presence_seenAt_idx" ON "Presence"("seenAt");

-- CreateIndex
CREATE UNIQUE INDEX "PlaybookVersion_phase_version_key" ON "PlaybookVersion"("phase", "version");

-- CreateIndex
CREATE INDEX "PlaybookReview_phase_reviewedAt_idx" ON "PlaybookReview"("phase", "reviewedAt");

-- CreateIndex
CREATE UNIQUE INDEX "ChecklistStep_caseId_phase_key_key" ON "ChecklistStep"("caseId", "phase", "key");

-- CreateIndex
CREATE UNIQUE INDEX "ChecklistCriterion_caseId_phase_key_key" ON "ChecklistCriterion"("caseId", "phase", "key");

-- CreateIndex
CREATE UNIQUE INDEX "StatusReport_caseId_number_key" ON "StatusReport"("caseId", "number");

-- CreateIndex
CREATE INDEX "ReportDelivery_reportId_idx" ON "ReportDelivery"("reportId");

-- CreateIndex
CREATE UNIQUE INDEX "Channel_name_key" ON "Channel"("name");

-- CreateIndex
CREATE INDEX "Attestation_check_attestedAt_idx" ON "Attestation"("check", "attestedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Person_externalId_key" ON "Person"("externalId");

-- CreateIndex
CREATE INDEX "TimelineEntry_caseId_sortAt_id_idx" ON "TimelineEntry"("caseId", "sortAt", "id");

-- CreateIndex
CREATE INDEX "TimelineEntry_caseId_source_sortAt_idx" ON "TimelineEntry"("caseId", "source", "sortAt");

-- AddForeignKey
ALTER TABLE "ApiToken" ADD CONSTRAINT "ApiToken_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CaseMember" ADD CONSTRAINT "CaseMember_caseId_fkey" FOREIGN KEY ("caseId") REFERENCES "Case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "HandOver" ADD CONSTRAINT "HandOver_caseId_fkey" FOREIGN KEY ("caseId") REFERENCES "Case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Task" ADD CONSTRAINT "Task_caseId_fkey" FOREIGN KEY ("caseId") REFERENCES "Case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Asset" ADD CONSTRAINT "Asset_caseId_fkey" FOREIGN KEY ("caseId") REFERENCES "Case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TimelineEntry" ADD CONSTRAINT "TimelineEntry_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "EntryGroup"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EntryVersion" ADD CONSTRAINT "EntryVersion_entryId_fkey" FOREIGN KEY ("entryId") REFERENCES "TimelineEntry"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Annotation" ADD CONSTRAINT "Annotation_caseId_fkey" FOREIGN KEY ("caseId") REFERENCES "Case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Annotation" ADD CONSTRAINT "Annotation_entryId_fkey" FOREIGN KEY ("entryId") REFERENCES "TimelineEntry"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EntryGroup" ADD CONSTRAINT "EntryGroup_caseId_fkey" FOREIGN KEY ("caseId") REFERENCES "Case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SourceSkew" ADD CONSTRAINT "SourceSkew_caseId_fkey" FOREIGN KEY ("caseId") REFERENCES "Case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ChecklistStep" ADD CONSTRAINT "ChecklistStep_caseId_fkey" FOREIGN KEY ("caseId") REFERENCES "Case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ChecklistCriterion" ADD CONSTRAINT "ChecklistCriterion_caseId_fkey" FOREIGN KEY ("caseId") REFERENCES "Case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StatusReport" ADD CONSTRAINT "StatusReport_caseId_fkey" FOREIGN KEY ("caseId") REFERENCES "Case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReportDelivery" ADD CONSTRAINT "ReportDelivery_reportId_fkey" FOREIGN KEY ("reportId") REFERENCES "StatusReport"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
