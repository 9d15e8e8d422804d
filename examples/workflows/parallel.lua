-- Branches side by side; one of them may fail.
local branches = {}
for _, algorithm in ipairs({"sha-256", "sha-512", "no-such-hash"}) do
  branches[#branches + 1] = {
    name = algorithm,
    optional = algorithm == "no-such-hash",
    steps = {{name = algorithm, tool = "hash-calculator",
      input = {operation = "hash", input = "spell", algorithm = algorithm}}},
  }
end

local result = Workflow.parallel({name = "hashes", branches = branches, max_concurrency = 2}):execute()
print("success: " .. tostring(result.success), result.data.successful_branches .. " went well, " .. result.data.failed_branches .. " did not")
for _, branch in ipairs(result.metadata.extra.branch_details) do
  print(branch.branch_name, branch.success and "done" or "failed: " .. branch.error)
end
