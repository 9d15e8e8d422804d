-- A journey that is booked whole or not at all: when a step fails, those before it are taken back.
local booked = {}
local function book(what) return function() booked[what] = true; return what end end
local function cancel(what) return {["function"] = function() booked[what] = nil; print("cancelled the " .. what) end} end

local inner = Workflow.sequential({name = "night", steps = {
  {name = "room", ["function"] = book("room"), compensate = cancel("room")},
}})
local journey = Workflow.sequential({name = "journey", steps = {
  {name = "train", ["function"] = book("train"), compensate = cancel("train")},
  {name = "hotel", type = "workflow", workflow = inner, compensate = cancel("room")},
  {name = "pay", ["function"] = function() error("the card was refused") end},
}})

local result = journey:execute()
print("success: " .. tostring(result.success), "left: " .. tostring(next(booked)))
print(journey:to_mermaid():match("^[^\n]+"))
